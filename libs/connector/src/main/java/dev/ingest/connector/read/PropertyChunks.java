package dev.ingest.connector.read;

import dev.ingest.connector.manifest.QueryProperties;
import dev.ingest.connector.manifest.QueryProperties.Chunking;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which properties each request asks for. The names are found out once. */
final class PropertyChunks {
    /** What stands between two names in an address. */
    private static final int SEPARATOR_LENGTH = 3;

    private final QueryProperties properties;
    private final Value.Dict schema;
    private final boolean strict;
    private final Scope scope;
    private final Function<QueryProperties.Names.FromEndpoint, List<String>> endpoint;
    private Optional<List<List<String>>> chunks = Optional.empty();

    /**
     * @param schema of the stream, whose properties are the ones a selector chooses from
     * @param strict whether a stream without a schema selects nothing, rather than everything
     * @param endpoint asks the API for the names
     */
    PropertyChunks(
            QueryProperties properties,
            Value.Dict schema,
            boolean strict,
            Scope scope,
            Function<QueryProperties.Names.FromEndpoint, List<String>> endpoint) {
        this.strict = strict;
        this.scope = scope;
        this.properties = properties;
        this.schema = schema;
        this.endpoint = endpoint;
    }

    QueryProperties properties() {
        return properties;
    }

    List<List<String>> all() {
        List<List<String>> known = chunks.orElseGet(this::find);
        chunks = Optional.of(known);
        return known;
    }

    private List<List<String>> find() {
        List<String> names =
                switch (properties.names()) {
                    case QueryProperties.Names.Fixed(var fixed) -> fixed;
                    case QueryProperties.Names.FromEndpoint source -> endpoint.apply(source);
                };
        Optional<Set<String>> selected = selected();
        Optional<Chunking> chunking = properties.chunking();
        if (chunking.isPresent() && chunking.get().limit().isEmpty()) {
            return List.of(joined(names, properties.always()));
        }
        List<String> wanted = names.stream()
                .filter(name -> selected.map(all -> all.contains(name)).orElse(true))
                .toList();
        return chunking.map(present -> cut(wanted, present))
                .orElseGet(() -> List.of(joined(properties.always(), wanted)));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private Optional<Set<String>> selected() {
        return properties
                .selection()
                .filter(changes -> strict || !schema.entries().isEmpty())
                .map(changes -> SchemaFields.of(schema, changes, scope));
    }

    /** The names that are always there do not count. */
    private List<List<String>> cut(List<String> names, Chunking chunking) {
        int most = chunking.limit().orElseThrow();
        List<List<String>> cut = new ArrayList<>();
        List<String> chunk = new ArrayList<>(properties.always());
        int size = 0;
        for (String name : names) {
            int more = chunking.inCharacters() ? name.codePointCount(0, name.length()) + SEPARATOR_LENGTH : 1;
            if (size + more > most) {
                cut.add(chunk);
                chunk = new ArrayList<>(properties.always());
                size = 0;
            }
            chunk.add(name);
            size += more;
        }
        cut.add(chunk);
        return cut;
    }
}
