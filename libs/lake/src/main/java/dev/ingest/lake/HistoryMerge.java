package dev.ingest.lake;

import dev.ingest.lake.Timeline.Version;
import dev.ingest.lake.encode.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** Puts versions into their keys' histories: what begins, what ends, and which rows of the table say so no more. */
final class HistoryMerge {

    /** A row of a file, of main or of a slice's branch. */
    record InFile(FileScanTask file, long position, boolean staged) implements Timeline.Origin {}

    /** A row that comes with this commit. */
    record InMemory(Row row) implements Timeline.Origin {}

    /**
     * What a commit has to do.
     *
     * @param main rows of main that say what is no longer so
     * @param staged rows of the branch that do
     * @param dropped how many of main's have no row in their place
     * @param written rows to write
     * @param begun how many of these are versions of this commit
     */
    record Changes(DeadRows main, DeadRows staged, long dropped, List<Row> written, long begun) {}

    private final Table table;
    private final Layout layout;
    private final Validity validity;
    private final Comparator<Object> order;
    private final Map<Object, Timeline> timelines = new HashMap<>();
    private final List<Version> versions = new ArrayList<>();
    private @Nullable Object earliest;

    /** What comes, by key: each in the order of cursors, those of one cursor in the order they came in. */
    private final Map<Object, List<Event>> events = new LinkedHashMap<>();

    private record Event(Object at, boolean end, Timeline.Origin origin) {}

    HistoryMerge(Table table, Layout layout) {
        this.table = table;
        this.layout = layout;
        this.validity = Validity.of(layout.schema());
        NestedField from = layout.schema().columns().get(validity.from());
        this.order = Comparators.forType(from.type().asPrimitiveType());
    }

    /** A row that comes with this commit. */
    void add(Row row) {
        Object at = Objects.requireNonNull(row.get(validity.from(), Object.class), "a record without a cursor");
        add(layout.key(row), new Event(at, row.delete(), new InMemory(row)));
    }

    /** A row of a slice's branch. */
    void addStaged(FileScanTask file, long position, Object key, Object at) {
        add(key, new Event(at, false, new InFile(file, position, true)));
    }

    private void add(Object key, Event event) {
        events.computeIfAbsent(key, first -> new ArrayList<>(1)).add(event);
        if (earliest == null || order.compare(event.at(), earliest) < 0) {
            earliest = event.at();
        }
    }

    /** What all this changes in a snapshot of main. */
    Changes settle(long snapshotId) {
        if (events.isEmpty()) {
            return new Changes(new DeadRows(), new DeadRows(), 0, List.of(), 0);
        }
        readMain(snapshotId);
        events.forEach(this::apply);
        return changes();
    }

    private void apply(Object key, List<Event> ofKey) {
        Timeline timeline = timelines.computeIfAbsent(key, first -> new Timeline(order));
        ofKey.sort(Comparator.comparing(Event::at, order));
        for (Event event : ofKey) {
            if (event.end()) {
                timeline.end(event.at());
            } else {
                versions.add(timeline.begin(event.at(), event.origin()));
            }
        }
    }

    /** Versions that ended before anything that comes are left alone: that is most of a long history. */
    private void readMain(long snapshotId) {
        Expression touched = Expressions.and(
                KeyFilter.of(layout, events.keySet()),
                Expressions.or(
                        Expressions.isNull(Validity.TO),
                        Expressions.greaterThan(Validity.TO, Objects.requireNonNull(earliest))));
        List<NestedField> fields = new ArrayList<>(layout.keyFields());
        int[] key = java.util.stream.IntStream.range(0, fields.size()).toArray();
        int from = fields.size();
        fields.add(layout.schema().findField(Validity.FROM));
        fields.add(layout.schema().findField(Validity.TO));
        fields.add(MetadataColumns.ROW_POSITION);
        var columns = new Schema(fields);
        for (FileScanTask file : files(snapshotId, touched)) {
            read(file, columns, touched, row -> {
                Object rowKey = Keys.of(row, key);
                if (events.containsKey(rowKey)) {
                    var version = new Version(
                            Objects.requireNonNull(Keys.value(row, from)),
                            Keys.value(row, from + 1),
                            new InFile(file, row.get(from + 2, Long.class), false));
                    timelines
                            .computeIfAbsent(rowKey, first -> new Timeline(order))
                            .add(version);
                    versions.add(version);
                }
            });
        }
    }

    private Changes changes() {
        var main = new DeadRows();
        var staged = new DeadRows();
        var written = new ArrayList<Row>();
        Map<String, Map<Long, Version>> moved = new LinkedHashMap<>();
        Map<String, FileScanTask> files = new HashMap<>();
        long dropped = 0;
        long begun = 0;
        for (Version version : versions) {
            switch (version.origin()) {
                case InMemory(Row row) -> {
                    if (!version.isGone()) {
                        written.add(version.to() == null ? row : validity.end(row, version.to()));
                        begun++;
                    }
                }
                case InFile at -> {
                    if (version.isGone() || version.isMoved(order)) {
                        (at.staged() ? staged : main).add(at.file(), at.position());
                        dropped += version.isGone() && !at.staged() ? 1 : 0;
                    }
                    if (version.isMoved(order)) {
                        String location = at.file().file().location();
                        files.put(location, at.file());
                        moved.computeIfAbsent(location, first -> new HashMap<>())
                                .put(at.position(), version);
                        begun += at.staged() ? 1 : 0;
                    }
                }
            }
        }
        moved.forEach((location, rows) -> copy(Objects.requireNonNull(files.get(location)), rows, written));
        return new Changes(main, staged, dropped, written, begun);
    }

    private void copy(FileScanTask file, Map<Long, Version> wanted, List<Row> written) {
        int size = layout.schema().columns().size();
        List<NestedField> fields = new ArrayList<>(layout.schema().columns());
        fields.add(MetadataColumns.ROW_POSITION);
        read(file, new Schema(fields), Expressions.alwaysTrue(), row -> {
            Version version = wanted.get(row.get(size, Long.class));
            if (version != null) {
                written.add(validity.end(new FirstColumns(row, size), version.to()));
            }
        });
    }

    private record FirstColumns(StructLike row, int size) implements StructLike {
        @Override
        public <T> @Nullable T get(int position, Class<T> type) {
            return row.get(position, type);
        }

        @Override
        public <T> void set(int position, T value) {
            row.set(position, value);
        }
    }

    private List<FileScanTask> files(long snapshotId, Expression touched) {
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().useSnapshot(snapshotId).filter(touched).planFiles()) {
            var files = new ArrayList<FileScanTask>();
            tasks.forEach(files::add);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table.name() + ": cannot plan the scan of its history", e);
        }
    }

    private void read(
            FileScanTask file, Schema columns, Expression maybe, java.util.function.Consumer<StructLike> visitor) {
        try (CloseableIterable<StructLike> rows = LiveRows.read(table, file, columns, maybe)) {
            rows.forEach(visitor);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "table " + table.name() + ": cannot read the history in "
                            + file.file().location(),
                    e);
        }
    }
}
