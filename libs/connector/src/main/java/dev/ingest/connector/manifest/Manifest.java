package dev.ingest.connector.manifest;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.Extensions;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a manifest: YAML, references, parameters, then typed records. What this version cannot read faithfully is
 * refused here, never while reading an API.
 */
public final class Manifest {
    private static final Map<String, Component.Parser<Source>> SOURCES = Map.of("DeclarativeSource", Manifest::source);
    private static final Map<String, Component.Parser<Concurrency>> CONCURRENCY = Map.of(
            "ConcurrencyLevel",
            level -> new Concurrency(level.requiredTemplate("default_concurrency"), level.integer("max_concurrency")));

    private Manifest() {}

    /** @throws ManifestException naming the component at fault by its path */
    public static Source parse(String yaml, Extensions extensions) {
        Value.Dict resolved = References.resolve(YamlText.manifest(yaml));
        return Component.of("", Parameters.propagate(resolved), Loading.with(extensions))
                .by(SOURCES);
    }

    private static Source source(Component source) {
        List<DeclaredStream> declared = streams(source);
        List<DynamicStreams> dynamic = DynamicStreamParser.parse(source);
        if (declared.isEmpty() && dynamic.isEmpty()) {
            throw new ManifestException("streams", "is empty (expected at least one stream)");
        }
        Source parsed = new Source(
                "",
                source.text("version").orElse(""),
                source.choice("compatibility", Compatibility.class, Compatibility::spelling)
                        .orElse(Compatibility.DEFAULT),
                declared,
                dynamic,
                StreamGroupParser.parse(source),
                source.child("concurrency_level").map(level -> level.by(CONCURRENCY)),
                source.template("max_concurrent_async_job_count"),
                SpecParser.parse(source),
                CheckParser.parse(source),
                source.child("api_budget").map(BudgetParser::parse));
        Consistency.verify(parsed);
        return parsed;
    }

    private static List<DeclaredStream> streams(Component source) {
        List<DeclaredStream> streams = new ArrayList<>();
        Map<String, DeclaredStream> named = new HashMap<>();
        for (Component child : source.children("streams")) {
            for (DeclaredStream stream : declared(child)) {
                DeclaredStream other = named.put(stream.stream().name(), stream);
                // Two conditions may exclude each other; the language takes the later one.
                if (other != null
                        && (other.condition().isEmpty() || stream.condition().isEmpty())) {
                    throw new ManifestException(
                            stream.stream().path(),
                            "a second stream is named '" + stream.stream().name() + "'");
                }
                streams.add(stream);
            }
        }
        return List.copyOf(streams);
    }

    private static List<DeclaredStream> declared(Component child) {
        if (!child.type().equals("ConditionalStreams")) {
            return List.of(new DeclaredStream(StreamParser.any(child), Optional.empty()));
        }
        // Not the component's own parameters: a condition sees the configuration alone.
        Interpolated condition = Interpolated.compile(
                child.path() + ".condition", child.required("condition"), Value.emptyDict(), child.known());
        return child.children("streams").stream()
                .map(stream -> new DeclaredStream(StreamParser.any(stream), Optional.of(condition)))
                .toList();
    }
}
