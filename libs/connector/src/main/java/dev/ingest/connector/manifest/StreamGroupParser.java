package dev.ingest.connector.manifest;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Groups of streams that are never read together. */
final class StreamGroupParser {
    private static final Map<String, Component.Parser<Component>> ACTIONS =
            Map.of("BlockSimultaneousSyncsAction", action -> action);

    private StreamGroupParser() {}

    static List<StreamGroup> parse(Component source) {
        List<StreamGroup> groups = new ArrayList<>();
        if (source.value("stream_groups").orElse(Value.NONE) instanceof Value.Dict(var entries)) {
            entries.forEach((name, value) -> {
                Map<String, Component.Parser<StreamGroup>> parsers =
                        Map.of("StreamGroup", group -> group(Python.str(name), group));
                String path = "stream_groups." + Python.str(name);
                groups.add(source.typed(path, "StreamGroup", value).by(parsers));
            });
        }
        return List.copyOf(groups);
    }

    /** Its streams stand there whole, by reference; only their names count. */
    private static StreamGroup group(String name, Component group) {
        Objects.requireNonNull(group.requiredChild("action").by(ACTIONS));
        List<String> streams = group.list("streams").stream()
                .map(stream -> stream instanceof Value.Dict dict
                        ? dict.at("name").map(Python::str).orElse("")
                        : Python.str(stream))
                .filter(stream -> !stream.isEmpty())
                .toList();
        return new StreamGroup(name, streams);
    }
}
