package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.config.SchemaPolicy;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.connector.StreamInfo;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.pipeline.PipelineRequest.StreamRequest;
import dev.ingest.scheduler.table.Columns;
import dev.ingest.scheduler.table.Layout;
import dev.ingest.scheduler.table.TableShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the streams that a pipeline asks for, and what the manifest says of them, into tables. */
final class StreamTables {
    private static final int STREAMS_MAX = 500;
    private static final int KEY_MAX = 16;

    private StreamTables() {}

    /** The streams with every default filled in; {@code INVALID_ARGUMENT} names what the connector does not have. */
    static List<PipelineStream> resolve(@Nullable List<@Nullable StreamRequest> asked, List<StreamInfo> known) {
        List<StreamRequest> requests = Body.list("streams", asked, STREAMS_MAX);
        if (requests.isEmpty()) {
            throw IngestException.invalid("streams: none (expected: at least one)");
        }
        List<PipelineStream> streams = new ArrayList<>();
        Set<String> tables = new HashSet<>();
        for (int i = 0; i < requests.size(); i++) {
            String at = "streams[%d]".formatted(i);
            PipelineStream stream = resolve(at, requests.get(i), known);
            if (!tables.add(stream.table())) {
                throw new IngestException(
                        ErrorCode.CONFLICT,
                        "%s: '%s': another stream writes table '%s'".formatted(at, stream.name(), stream.table()));
            }
            streams.add(stream);
        }
        return List.copyOf(streams);
    }

    private static PipelineStream resolve(String at, StreamRequest asked, List<StreamInfo> known) {
        String name = Body.required(at + ".name", asked.name());
        StreamInfo info = known.stream()
                .filter(stream -> stream.name().equals(name))
                .findFirst()
                .orElseThrow(() -> IngestException.invalid("%s.name: '%s' (expected: one of the connector's streams %s)"
                        .formatted(
                                at,
                                name,
                                String.join(
                                        ", ",
                                        known.stream().map(StreamInfo::name).toList()))));
        List<String> key = asked.key() == null ? info.key() : Body.list(at + ".key", asked.key(), KEY_MAX);
        key.stream().filter(column -> column.contains(".")).findFirst().ifPresent(nested -> {
            throw IngestException.invalid("%s.key: '%s' is nested (expected: top-level columns)".formatted(at, nested));
        });
        Optional<String> cursor = Optional.ofNullable(asked.cursor()).or(info::cursor);
        if (!info.columns().isEmpty()) {
            Body.list(at + ".key", asked.key(), KEY_MAX)
                    .forEach(column -> Columns.known(at + ".key", column, info.columns()));
            Optional.ofNullable(asked.cursor())
                    .ifPresent(column -> Columns.known(at + ".cursor", column, info.columns()));
        }
        MergeMode merge = Objects.requireNonNullElseGet(asked.merge(), () -> usual(info, key));
        int formatVersion = Objects.requireNonNullElse(asked.formatVersion(), TableShape.FORMAT_VERSION_DEFAULT);
        Layout layout = Layout.asked(at + ".", asked.partition(), asked.sort());
        return new PipelineStream(
                name,
                tableName(name),
                merge,
                merge == MergeMode.APPEND ? List.of() : key,
                cursor,
                formatVersion,
                Optional.ofNullable(asked.schema()),
                layout.partition(),
                layout.sort());
    }

    /** A stream without a cursor is read as a whole by every run: without a key, appending would double it. */
    private static MergeMode usual(StreamInfo info, List<String> key) {
        if (!key.isEmpty()) {
            return MergeMode.UPSERT;
        }
        return info.incremental() ? MergeMode.APPEND : MergeMode.FULL_REFRESH;
    }

    /** The tables of resolved streams. */
    static List<TableShape> shapes(Pipeline pipeline, List<StreamInfo> known) {
        return pipeline.streams.stream()
                .map(stream -> new TableShape(
                        new TableRef(pipeline.namespace, stream.table()),
                        pipeline.destination,
                        columns(stream.name(), known),
                        stream.key(),
                        stream.cursor(),
                        stream.merge(),
                        stream.formatVersion(),
                        stream.schema().orElse(SchemaPolicy.EVOLVE),
                        new Layout(stream.partition(), stream.sort())))
                .toList();
    }

    private static List<ColumnSpec> columns(String stream, List<StreamInfo> known) {
        return known.stream()
                .filter(info -> info.name().equals(stream))
                .findFirst()
                .map(StreamInfo::columns)
                .orElseThrow();
    }

    /** The stream's name as a table may be called. */
    static String tableName(String stream) {
        String name = stream.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String lettered = name.matches("[a-z].*") ? name : "t_" + name;
        return lettered.substring(0, Math.min(lettered.length(), Names.MAX_LENGTH));
    }
}
