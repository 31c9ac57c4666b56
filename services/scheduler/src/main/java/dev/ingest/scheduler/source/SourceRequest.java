package dev.ingest.scheduler.source;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.contracts.Names;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.table.ColumnRequest;
import dev.ingest.scheduler.table.Columns;
import dev.ingest.scheduler.table.Layout;
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
 * @param partition by what the table's rows are kept apart, an empty list for one heap, or none to leave it as it is
 * @param sort the order of rows in files, an empty list for the key's, or none to leave it as it is
 * @param freshnessSeconds how soon a record is to be readable in the table, 1 to {@value #FRESHNESS_MAX}; none for as soon as it can be
 */
@JsonIgnoreProperties({"name"}) // what a read says beside it
public record SourceRequest(
        @Nullable String namespace,
        @Nullable String table,
        @Nullable String eventTime,
        @Nullable List<@Nullable ColumnRequest> columns,
        @Nullable List<@Nullable String> key,
        @Nullable String destination,
        @Nullable List<@Nullable String> partition,
        @Nullable List<@Nullable String> sort,
        @Nullable Integer freshnessSeconds) {
    private static final int FRESHNESS_MAX = 86_400;
    private static final int KEY_MAX = 16;
    private static final String EVENT_TIME_DEFAULT = "timestamp";
    private static final String EVENT_TIME_TYPE = "timestamptz";

    /** The column that holds the event's time. */
    String timeColumn() {
        return Objects.requireNonNullElse(eventTime, EVENT_TIME_DEFAULT);
    }

    /** How soon a record is to be readable; {@code INVALID_ARGUMENT} if that is no time. */
    Optional<Integer> freshness() {
        Optional<Integer> asked = Optional.ofNullable(freshnessSeconds);
        asked.filter(seconds -> seconds < 1 || seconds > FRESHNESS_MAX).ifPresent(wrong -> {
            throw IngestException.invalid(
                    "freshnessSeconds: %d (expected: 1 to %d, or none)".formatted(wrong, FRESHNESS_MAX));
        });
        return asked;
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
                        keyed(declared, keys),
                        keys,
                        Optional.of(timeColumn()),
                        keys.isEmpty() ? MergeMode.APPEND : MergeMode.UPSERT,
                        TableShape.FORMAT_VERSION_DEFAULT)
                .with(Layout.asked("", partition, sort));
    }

    /** A row without its key is none: the gateway refuses the record, rather than that the table rejects what was accepted. */
    private static List<ColumnSpec> keyed(List<ColumnSpec> columns, List<String> keys) {
        return columns.stream()
                .map(column -> keys.contains(column.name())
                        ? new ColumnSpec(column.name(), column.type(), true, column.personal())
                        : column)
                .toList();
    }

    private List<ColumnSpec> declared() {
        List<ColumnSpec> declared = new ArrayList<>(ColumnRequest.specs("columns", columns));
        if (declared.isEmpty()) {
            throw IngestException.invalid("columns: none (expected: at least one)");
        }
        if (declared.stream().noneMatch(column -> column.name().equals(timeColumn()))) {
            declared.add(new ColumnSpec(timeColumn(), EVENT_TIME_TYPE, true));
        }
        return Columns.distinct("columns", declared);
    }
}
