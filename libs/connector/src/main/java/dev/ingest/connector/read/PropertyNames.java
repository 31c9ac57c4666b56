package dev.ingest.connector.read;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.http.ApiClient;
import dev.ingest.connector.manifest.QueryProperties;
import dev.ingest.connector.manifest.SchemaLoader;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the API which properties there are. */
final class PropertyNames {
    private PropertyNames() {}

    static PropertyChunks chunks(ApiClient client, QueryProperties properties, StreamDefinition stream, Scope scope) {
        return new PropertyChunks(
                properties,
                stream.schema(),
                client.compatibility() == Compatibility.STRICT,
                scope,
                source -> ask(client, source, stream, properties, scope));
    }

    private static List<String> ask(
            ApiClient client,
            QueryProperties.Names.FromEndpoint source,
            StreamDefinition stream,
            QueryProperties properties,
            Scope scope) {
        List<String> path = source.path().stream().map(step -> step.text(scope)).toList();
        List<String> names = new ArrayList<>();
        new PageLoop(
                        client,
                        plain(stream, properties),
                        source.retriever(),
                        start -> new Sliced(scope, List.of(), Optional.empty()),
                        Optional.empty(),
                        GivenPages.RECORDS_MAX)
                .run(
                        Optional.empty(),
                        () -> {},
                        PageWatch.NONE,
                        page -> page.forEach(record -> names.add(Paths.find(record.record(), path)
                                .map(Python::str)
                                .orElse("[]"))));
        return List.copyOf(names);
    }

    /** The records of the names' own requests: they have no transformations, no cursor and no schema. */
    private static StreamDefinition plain(StreamDefinition stream, QueryProperties properties) {
        return new StreamDefinition(
                properties.manifestPath(),
                stream.name() + " (its properties)",
                List.of(),
                stream.retriever(),
                Optional.empty(),
                List.of(),
                List.of(),
                Value.emptyDict(),
                new SchemaLoader.Absent());
    }
}
