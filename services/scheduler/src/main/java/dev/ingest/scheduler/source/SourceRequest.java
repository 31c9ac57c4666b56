package dev.ingest.scheduler.source;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.table.Columns;
import dev.ingest.scheduler.table.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * @param namespace the table's namespace
 * @param table the table's name, or none for the source's in lower case
 * @param eventTime the column of the event's time, or none for {@code timestamp}; added if it is not declared
 * @param columns the schema
 * @param key key columns: with them a later event replaces an earlier one; without, every event is a row
 * @param destination where the table is, or none for the managed one
 */
public record SourceRequest(
        @Nullable String namespace,
        @Nullable String table,
        @Nullable String eventTime,
        @Nullable List<@Nullable ColumnRequest> columns,
        @Nullable List<@Nullable String> key,
        @Nullable String destination) {
    private static final int COLUMNS_MAX = 1000;
    private static final int KEY_MAX = 16;
    private static final String EVENT_TIME_DEFAULT = "timestamp";
    private static final String EVENT_TIME_TYPE = "timestamptz";

    /**
     * @param name its name
     * @param type as in {@link ColumnSpec}
     * @param required whether a record without it is refused
     * @param personal whether it holds personal data, which nobody reads without a policy
     */
    public record ColumnRequest(
            @Nullable String name,
            @Nullable String type,
            @Nullable Boolean required,
            @Nullable Boolean personal) {
        ColumnSpec spec(String at) {
            return Columns.checked(
                    at,
                    Body.required(at + ".name", name),
                    Body.required(at + ".type", type),
                    Boolean.TRUE.equals(required),
                    Boolean.TRUE.equals(personal));
        }
    }

    /** The column that holds the event's time. */
    String timeColumn() {
        return Objects.requireNonNullElse(eventTime, EVENT_TIME_DEFAULT);
    }

    /** The table that is asked for; {@code INVALID_ARGUMENT} names the field that is wrong. */
    TableShape shape(String source) {
        String name = Objects.requireNonNullElse(
                table, source.toLowerCase(Locale.ROOT).replace('-', '_'));
        TableRef ref = new TableRef(
                Names.table("namespace", Body.required("namespace", namespace)), Names.table("table", name));
        List<ColumnSpec> declared = declared();
        List<String> keys = Body.list("key", key, KEY_MAX);
        keys.forEach(column -> Columns.known("key", column, declared));
        return new TableShape(
                ref,
                Objects.requireNonNullElse(destination, DestinationSpec.MANAGED),
                declared,
                keys,
                Optional.of(timeColumn()),
                keys.isEmpty() ? MergeMode.APPEND : MergeMode.UPSERT,
                TableShape.FORMAT_VERSION_DEFAULT);
    }

    private List<ColumnSpec> declared() {
        List<ColumnRequest> asked = Body.list("columns", columns, COLUMNS_MAX);
        if (asked.isEmpty()) {
            throw IngestException.invalid("columns: none (expected: at least one)");
        }
        List<ColumnSpec> declared = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            declared.add(asked.get(i).spec("columns[%d]".formatted(i)));
        }
        if (declared.stream().noneMatch(column -> column.name().equals(timeColumn()))) {
            declared.add(new ColumnSpec(timeColumn(), EVENT_TIME_TYPE, true));
        }
        return Columns.distinct("columns", declared);
    }
}
