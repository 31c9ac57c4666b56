package dev.ingest.connector;

import dev.ingest.connector.dynamic.StreamGenerator;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ComponentsResolver;
import dev.ingest.connector.manifest.DeclaredStream;
import dev.ingest.connector.manifest.DynamicStreams;
import dev.ingest.connector.manifest.ManifestStream;
import dev.ingest.connector.manifest.Parents;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Source;
import dev.ingest.connector.manifest.StreamDefinition;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The streams that a manifest has under one configuration. Templates are filled in once, and only when needed. */
final class Streams {
    private final Source source;
    private final Scope scope;
    private final StreamGenerator.Api api;
    private final Map<String, List<ManifestStream>> generated = new LinkedHashMap<>();

    Streams(Source source, Scope scope, StreamGenerator.Api api) {
        this.source = source;
        this.scope = scope;
        this.api = api;
    }

    static StreamInfo info(ManifestStream stream, Source source) {
        StreamDefinition definition = stream.incremental();
        return new StreamInfo(
                definition.name(),
                definition.primaryKey(),
                definition.cursor().map(cursor -> cursor.field().template().source()),
                JavaValues.map(definition.schema()),
                definition.cursor().isPresent(),
                Parents.of(definition),
                source.group(definition.name()));
    }

    /** Those written down, as far as their condition holds; a later one of a name replaces an earlier. */
    private Map<String, ManifestStream> declared() {
        Map<String, ManifestStream> streams = new LinkedHashMap<>();
        for (DeclaredStream declared : source.declared()) {
            if (declared.condition().map(condition -> condition.truth(scope)).orElse(true)) {
                streams.put(declared.stream().name(), declared.stream());
            }
        }
        return streams;
    }

    /** @throws ReadException when a template cannot be filled in */
    List<ManifestStream> all() {
        Map<String, ManifestStream> streams = declared();
        generated().values().forEach(made -> made.forEach(stream -> streams.put(stream.name(), stream)));
        return List.copyOf(streams.values());
    }

    /** Looks at what needs no request first. */
    Optional<ManifestStream> find(String name) {
        ManifestStream declared = declared().get(name);
        return declared != null
                ? Optional.of(declared)
                : generated().values().stream()
                        .flatMap(List::stream)
                        .filter(stream -> stream.name().equals(name))
                        .findFirst();
    }

    /** Streams by the name of their template. */
    synchronized Map<String, List<ManifestStream>> generated() {
        if (generated.isEmpty()) {
            Set<String> names = new HashSet<>();
            for (DynamicStreams dynamic : source.dynamic()) {
                generated.put(dynamic.name(), StreamGenerator.generate(dynamic, scope, api, names));
            }
        }
        return generated;
    }

    /** Whether only the API can say which streams there are. */
    static boolean needApi(Source source) {
        return source.dynamic().stream().anyMatch(dynamic -> dynamic.resolver() instanceof ComponentsResolver.FromApi);
    }

    /** For an unknown name. */
    ReadException unknown(String name) {
        List<String> names = all().stream().map(ManifestStream::name).toList();
        return new ReadException(
                ReadException.Kind.CONFIG,
                "the connector has no stream '" + name + "' (expected one of " + names + ")");
    }
}
