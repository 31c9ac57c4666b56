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
    private static final Map<String, Component.Parser<Value.Dict>> SCHEMAS =
            Map.of("InlineSchemaLoader", StreamParser::inline);

    private StreamParser() {}

    static StreamDefinition parse(Component component) {
        return component.by(STREAMS);
    }

    private static StreamDefinition stream(Component stream) {
        stream.refuse("file_uploader", "state_migrations", "condition");
        Optional<DatetimeCursor> cursor = stream.child("incremental_sync").map(CursorParser::parse);
        return new StreamDefinition(
                stream.path(),
                stream.text("name").orElse(""),
                stream.value("primary_key").map(key -> primaryKey(stream, key)).orElse(List.of()),
                RetrieverParser.parse(stream.requiredChild("retriever"), cursor),
                cursor,
                stream.children("transformations").stream()
                        .map(TransformationParser::parse)
                        .toList(),
                schema(stream));
    }

    private static Value.Dict schema(Component stream) {
        Optional<Value> loader = stream.value("schema_loader");
        if (loader.isPresent() && loader.get() instanceof Value.Items) {
            throw stream.error("schema_loader", "is a list of loaders, which is not supported yet (expected one)");
        }
        return stream.child("schema_loader").map(child -> child.by(SCHEMAS)).orElseGet(Value::emptyDict);
    }

    private static Value.Dict inline(Component loader) {
        return loader.value("schema").orElse(Value.NONE) instanceof Value.Dict schema ? schema : Value.emptyDict();
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
