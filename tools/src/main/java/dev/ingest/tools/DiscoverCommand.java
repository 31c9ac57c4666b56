package dev.ingest.tools;

import dev.ingest.connector.ConfiguredConnector;
import dev.ingest.connector.ConnectorSession;
import dev.ingest.connector.StreamInfo;
import dev.ingest.connector.http.ReadException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every stream with its schema. */
final class DiscoverCommand {
    private static final Set<String> OPTIONS = Set.of("--config", "--allow", "--now", "--compatibility");

    private final Terminal terminal;

    DiscoverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A stream whose schema cannot be had is listed without; the command then ends as failed. */
    void run(List<String> words) {
        Subject subject = Subject.of(Arguments.parse(words, OPTIONS));
        subject.requireValidConfig();
        int without = 0;
        try (ConnectorSession session = subject.session()) {
            ConfiguredConnector connector = subject.configured(session);
            for (StreamInfo stream : connector.streams()) {
                Map<String, @Nullable Object> line = line(stream);
                try {
                    line.put("json_schema", connector.schema(stream.name()));
                } catch (ReadException failed) {
                    terminal.say(stream.name() + ": no schema (" + failed.kind() + "): " + failed.reason());
                    without++;
                }
                terminal.line(Json.text(line));
            }
        }
        if (without > 0) {
            throw new Failure("no schema for " + without + " of the streams");
        }
    }

    private static Map<String, @Nullable Object> line(StreamInfo stream) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("name", stream.name());
        line.put("primary_key", stream.primaryKey());
        stream.cursorField().ifPresent(field -> line.put("cursor_field", field));
        line.put("incremental", stream.incremental());
        line.put("parents", stream.parents());
        stream.group().ifPresent(group -> line.put("group", group));
        return line;
    }
}
