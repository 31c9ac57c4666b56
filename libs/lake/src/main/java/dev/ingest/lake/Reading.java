package dev.ingest.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.SnapshotUtil;

/** Reads a table as any engine would. */
final class Reading {

    private final TableId id;
    private final Table table;

    Reading(TableId id, Table table) {
        this.id = id;
        this.table = table;
    }

    Rows rows(RowQuery query) {
        Schema schema = schema(query.snapshotId());
        List<NestedField> fields = query.columns().isEmpty()
                ? schema.columns()
                : query.columns().stream().map(name -> field(schema, name)).toList();
        var read = read(query, schema, fields);
        // not through Iceberg's generic scan, which knows no names of files without ids
        List<FileScanTask> files = files(scan(read, query));
        Iterable<CloseableIterable<Record>> rows = () -> files.stream()
                .map(task -> new FileRows(table, task, read, Optional.empty()).matching())
                .iterator();
        return new Rows(read.shown(), CloseableIterable.concat(rows), query.limit());
    }

    /** The files that may hold matching rows, the one whose rows may be the newest first. */
    List<FileRows> newestFirst(RowQuery query, String time) {
        Schema schema = schema(query.snapshotId());
        NestedField ordering = field(schema, time);
        List<NestedField> fields =
                query.columns().stream().map(name -> field(schema, name)).toList();
        var read = read(query, schema, fields);
        return files(scan(read, query).includeColumnStats(List.of(time))).stream()
                .map(task -> new FileRows(table, task, read, newest(task, ordering)))
                .sorted(Comparator.comparing((FileRows file) -> file.newest().orElse(Instant.MAX))
                        .reversed())
                .toList();
    }

    private FileRows.Query read(RowQuery query, Schema schema, List<NestedField> fields) {
        return new FileRows.Query(
                fields.stream().map(Types::column).toList(),
                projection(fields, query.filter(), schema),
                expression(query.filter(), schema));
    }

    private TableScan scan(FileRows.Query read, RowQuery query) {
        TableScan scan = table.newScan().filter(read.filter());
        return query.snapshotId().isPresent()
                ? scan.useSnapshot(query.snapshotId().getAsLong())
                : scan;
    }

    /** All of them, so that the plan is closed: whoever reads may stop before the last. */
    private List<FileScanTask> files(TableScan scan) {
        try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
            var files = new ArrayList<FileScanTask>();
            tasks.forEach(files::add);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("table " + id + ": cannot find its files", e);
        } catch (ValidationException e) {
            throw new IllegalArgumentException("table %s: a filter's value does not fit its column".formatted(id), e);
        }
    }

    private static Optional<Instant> newest(FileScanTask task, NestedField time) {
        return Optional.ofNullable(task.file().upperBounds())
                .map(bounds -> bounds.get(time.fieldId()))
                .map(bound -> Conversions.<Long>fromByteBuffer(time.type(), bound))
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** Every schema that the table remembers, oldest first. */
    List<SchemaVersion> schemas() {
        Map<Integer, Instant> since = new HashMap<>();
        snapshots()
                .forEach(snapshot ->
                        snapshot.schemaId().ifPresent(schema -> since.putIfAbsent(schema, snapshot.committedAt())));
        return table.schemas().values().stream()
                .sorted(Comparator.comparingInt(Schema::schemaId))
                .map(schema -> new SchemaVersion(
                        schema.schemaId(),
                        schema.schemaId() == table.schema().schemaId(),
                        Optional.ofNullable(since.get(schema.schemaId())),
                        schema.columns().stream()
                                .map(field -> new SchemaVersion.Field(field.fieldId(), Types.column(field)))
                                .toList()))
                .toList();
    }

    /** Rows that a reader gets: what the files hold less what is deleted in them, each deleted position counted once. */
    long count() {
        TableScan scan = table.newScan();
        try (CloseableIterable<FileScanTask> files = scan.planFiles()) {
            long rows = 0;
            for (FileScanTask file : files) {
                rows += count(file);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("table " + id + ": cannot count its rows", e);
        }
    }

    List<SnapshotInfo> snapshots() {
        Snapshot current = table.currentSnapshot();
        var snapshots = new ArrayList<SnapshotInfo>();
        if (current != null) {
            for (Snapshot snapshot : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
                snapshots.addFirst(info(snapshot));
            }
        }
        return List.copyOf(snapshots);
    }

    private long count(FileScanTask task) throws IOException {
        if (task.deletes().isEmpty()) {
            return task.file().recordCount();
        }
        if (task.deletes().stream().allMatch(delete -> delete.content() == FileContent.POSITION_DELETES)) {
            return task.file().recordCount()
                    - new BaseDeleteLoader(delete -> table.io().newInputFile(delete.location()))
                            .loadPositionDeletes(task.deletes(), task.file().location())
                            .cardinality();
        }
        long rows = 0;
        try (var live = LiveRows.read(table, task, new Schema(), Expressions.alwaysTrue())) {
            for (Object ignored : live) {
                rows++;
            }
        }
        return rows;
    }

    /** The wanted columns, and behind them those that only the filter looks at. */
    private Schema projection(List<NestedField> wanted, Filter filter, Schema schema) {
        var fields = new LinkedHashSet<>(wanted);
        columns(filter).forEach(name -> fields.add(field(schema, name)));
        return new Schema(List.copyOf(fields));
    }

    private static Stream<String> columns(Filter filter) {
        return switch (filter) {
            case Filter.All() -> Stream.empty();
            case Filter.And(List<Filter> filters) -> filters.stream().flatMap(Reading::columns);
            case Filter.In in -> Stream.of(in.column());
            case Filter.IsNull(String column) -> Stream.of(column);
            case Filter.NotNull(String column) -> Stream.of(column);
            case Filter.Compare compare -> Stream.of(compare.column());
        };
    }

    private Schema schema(OptionalLong snapshotId) {
        if (snapshotId.isPresent() && table.snapshot(snapshotId.getAsLong()) == null) {
            throw new IllegalArgumentException("table %s: snapshot %d (expected: one of those that can still be read)"
                    .formatted(id, snapshotId.getAsLong()));
        }
        return snapshotId.isPresent() ? SnapshotUtil.schemaFor(table, snapshotId.getAsLong()) : table.schema();
    }

    private NestedField field(Schema schema, String name) {
        NestedField field = schema.findField(name);
        if (field == null) {
            throw new IllegalArgumentException("table %s: column %s (expected: one of %s)"
                    .formatted(
                            id,
                            name,
                            schema.columns().stream().map(NestedField::name).toList()));
        }
        return field;
    }

    private Expression expression(Filter filter, Schema schema) {
        return switch (filter) {
            case Filter.All() -> Expressions.alwaysTrue();
            case Filter.And(List<Filter> filters) ->
                filters.stream()
                        .map(each -> expression(each, schema))
                        .reduce(Expressions.alwaysTrue(), Expressions::and);
            case Filter.In(String column, List<Object> values) ->
                Expressions.in(field(schema, column).name(), values);
            case Filter.IsNull(String column) ->
                Expressions.isNull(field(schema, column).name());
            case Filter.NotNull(String column) ->
                Expressions.notNull(field(schema, column).name());
            case Filter.Compare(String column, Filter.Comparison comparison, Object value) ->
                compare(field(schema, column).name(), comparison, value);
        };
    }

    private static Expression compare(String column, Filter.Comparison comparison, Object value) {
        return switch (comparison) {
            case EQUAL -> Expressions.equal(column, value);
            // SQL's way: a null is neither unequal to anything nor less; Iceberg sorts it first
            case NOT_EQUAL -> andNotNull(column, Expressions.notEqual(column, value));
            case LESS -> andNotNull(column, Expressions.lessThan(column, value));
            case LESS_OR_EQUAL -> andNotNull(column, Expressions.lessThanOrEqual(column, value));
            case GREATER -> Expressions.greaterThan(column, value);
            case GREATER_OR_EQUAL -> Expressions.greaterThanOrEqual(column, value);
        };
    }

    private static Expression andNotNull(String column, Expression comparison) {
        return Expressions.and(comparison, Expressions.notNull(column));
    }

    private static SnapshotInfo info(Snapshot snapshot) {
        return new SnapshotInfo(
                snapshot.snapshotId(),
                snapshot.parentId() == null ? OptionalLong.empty() : OptionalLong.of(snapshot.parentId()),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                snapshot.operation(),
                snapshot.schemaId() == null ? OptionalInt.empty() : OptionalInt.of(snapshot.schemaId()),
                counts(snapshot.summary()));
    }

    private static SnapshotInfo.Counts counts(Map<String, String> summary) {
        long moved = number(summary, Summary.ROWS_MOVED);
        return new SnapshotInfo.Counts(
                number(summary, SnapshotSummary.ADDED_RECORDS_PROP) - moved,
                number(summary, SnapshotSummary.DELETED_RECORDS_PROP) - moved,
                number(summary, SnapshotSummary.ADDED_POS_DELETES_PROP),
                number(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP),
                number(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP));
    }

    private static long number(Map<String, String> summary, String name) {
        return Long.parseLong(summary.getOrDefault(name, "0"));
    }
}
