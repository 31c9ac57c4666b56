package dev.ingest.connector.manifest;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Streams and their schemas. */
final class StreamParser {
    private static final Map<String, Component.Parser<StreamDefinition>> STREAMS =
            Map.of("DeclarativeStream", StreamParser::stream);
    private static final Map<String, Component.Parser<ManifestStream>> ANY = Map.of(
            "DeclarativeStream", StreamParser::stream,
            "StateDelegatingStream", StreamParser::delegating);

    private StreamParser() {}

    static ManifestStream any(Component component) {
        return component.by(ANY);
    }

    private static StreamDefinition stream(Component stream) {
        if (stream.value("file_uploader").isPresent()) {
            throw stream.error(
                    "file_uploader", "downloads files beside the records, and a table has no place for files");
        }
        Optional<StreamCursor> cursor = stream.child("incremental_sync").map(CursorParser::parse);
        Retriever retriever = RetrieverParser.parse(stream.requiredChild("retriever"), cursor);
        CursorParser.refuseUnfit(stream, retriever, cursor);
        SchemaLoader schema = SchemaLoaderParser.parse(stream);
        return new StreamDefinition(
                stream.path(),
                stream.text("name").orElse(""),
                stream.value("primary_key").map(key -> primaryKey(stream, key)).orElse(List.of()),
                retriever,
                cursor,
                StateMigrationParser.parse(stream, retriever.routers(), cursor),
                stream.children("transformations").stream()
                        .map(TransformationParser::parse)
                        .toList(),
                schema.fixed().orElseGet(Value::emptyDict),
                schema);
    }

    private static ManifestStream delegating(Component stream) {
        String name = stream.requiredText("name");
        StreamDefinition full = stream.requiredChild("full_refresh_stream").by(STREAMS);
        StreamDefinition incremental =
                stream.requiredChild("incremental_stream").by(STREAMS);
        if (!full.name().equals(name) || !incremental.name().equals(name)) {
            throw new ManifestException(
                    stream.path(),
                    "delegates '" + name + "' to streams named '" + full.name() + "' and '" + incremental.name()
                            + "' (expected the same name)");
        }
        return new StateDelegatingStream(
                stream.path(), name, full, incremental, stream.template("api_retention_period"));
    }

    /** The records of a component that has a retriever but is no stream. */
    static StreamDefinition records(Component component, String name) {
        SchemaLoader none = new SchemaLoader.Absent();
        return new StreamDefinition(
                component.path(),
                name,
                List.of(),
                RetrieverParser.parse(component.requiredChild("retriever"), Optional.empty()),
                Optional.empty(),
                List.of(),
                List.of(),
                Value.emptyDict(),
                none);
    }

    /** A name, several names, or several paths. */
    private static List<List<String>> primaryKey(Component stream, Value key) {
        return switch (key) {
            case Value.Str(var name) -> name.isEmpty() ? List.of() : List.of(List.of(name));
            case Value.Items(var parts) ->
                parts.stream().map(part -> keyPath(stream, part)).toList();
            case Value other ->
                throw stream.error(
                        "primary_key",
                        "is " + Component.describe(other) + " (expected a field, a list of fields or of paths)");
        };
    }

    private static List<String> keyPath(Component stream, Value part) {
        return switch (part) {
            case Value.Str(var name) -> List.of(name);
            case Value.Items(var path) -> path.stream().map(Python::str).toList();
            case Value other ->
                throw stream.error("primary_key", "holds " + Component.describe(other) + " (expected a field)");
        };
    }
}
