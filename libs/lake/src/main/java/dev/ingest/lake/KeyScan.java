package dev.ingest.lake;

import dev.ingest.lake.encode.ParquetInput;
import dev.ingest.lake.encode.UnknownFormException;
import dev.ingest.lake.index.IndexBuilder;
import dev.ingest.lake.index.KeyIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys, cursors and positions of rows, and nothing else of them. Most rows are none of those that are looked for, which
 * their fingerprints tell; for the others it compares real keys: a fingerprint that collides would delete someone else's row.
 */
final class KeyScan {

    /** What is told of each live row. */
    @FunctionalInterface
    interface Visitor {
        /** @param rowId its identity, in tables where rows have one */
        void row(FileScanTask file, long position, Object key, @Nullable Object cursor, @Nullable Object rowId);
    }

    /** Whether a row may be of interest, by its key's fingerprint. */
    @FunctionalInterface
    private interface Sieve {
        boolean mayBeWanted(long fingerprint);
    }

    private final Table table;
    private final Layout layout;
    private final KeyIndex index;
    private final Schema columns;
    private final int[] key;
    private final int cursor;
    private final int position;

    /** @param index of this process, for files that are looked through often */
    KeyScan(Table table, Layout layout, KeyIndex index) {
        this.table = table;
        this.layout = layout;
        this.index = index;
        List<NestedField> fields = new ArrayList<>(layout.keyFields());
        this.key = IntStream.range(0, fields.size()).toArray();
        // a cursor that is part of the key is read once
        this.cursor = layout.cursorField()
                .map(field -> {
                    if (!fields.contains(field)) {
                        fields.add(field);
                    }
                    return fields.indexOf(field);
                })
                .orElse(-1);
        this.position = fields.size();
        fields.add(MetadataColumns.ROW_POSITION);
        // what a row was before a compaction moved it
        fields.add(MetadataColumns.ROW_ID);
        this.columns = new Schema(fields);
    }

    /** Tells of every row in these files. */
    void visit(Iterable<FileScanTask> files, Visitor visitor) {
        files.forEach(file -> visit(file, Expressions.alwaysTrue(), _ -> true, visitor));
    }

    /** Settles, against the rows of a snapshot, which contenders win and which of its rows they replace. */
    void settle(
            long snapshotId, Map<Object, ? extends Contender> contenders, Layout layout, Merge merge, DeadRows dead) {
        if (contenders.isEmpty()) {
            return;
        }
        Expression candidates = KeyFilter.of(layout, List.copyOf(contenders.keySet()));
        var fingerprints = new Fingerprints(contenders.keySet());
        var order = layout.cursorOrder();
        Visitor visitor = (file, at, rowKey, rowCursor, rowId) -> {
            Contender contender = contenders.get(rowKey);
            if (contender == null) {
                return;
            }
            if (merge.keeps(rowCursor, contender.cursor(), order)) {
                contender.lose();
            } else {
                dead.add(file, at);
                if (rowId != null) {
                    contender.replace((Long) rowId);
                }
            }
        };
        var lookup = new KeyLookup(index, this, table, layout, List.copyOf(contenders.keySet()));
        for (FileScanTask file : files(snapshotId, candidates)) {
            if (!lookup.visit(file, visitor)) {
                visit(file, candidates, fingerprints::mayContain, visitor);
            }
        }
    }

    private List<FileScanTask> files(long snapshotId, Expression candidates) {
        try (CloseableIterable<FileScanTask> files =
                table.newScan().useSnapshot(snapshotId).filter(candidates).planFiles()) {
            return List.copyOf(org.apache.iceberg.relocated.com.google.common.collect.Lists.newArrayList(files));
        } catch (IOException e) {
            throw new UncheckedIOException("table " + table.name() + ": cannot plan the key scan", e);
        }
    }

    private void visit(FileScanTask file, Expression candidates, Sieve sieve, Visitor visitor) {
        try {
            if (isRaw(file)) {
                visitRaw(file, candidates, sieve, visitor);
            } else {
                visitGeneric(file, candidates, visitor);
            }
        } catch (UnknownFormException e) {
            // told before the first row was
            visitGeneric(file, candidates, visitor);
        }
    }

    /** Whether keys and places are enough to tell which of its rows are live. */
    static boolean isRaw(FileScanTask file) {
        return file.file().format() == FileFormat.PARQUET
                && file.deletes().stream().allMatch(delete -> delete.content() == FileContent.POSITION_DELETES);
    }

    PositionDeleteIndex deleted(FileScanTask file) {
        return new BaseDeleteLoader(delete -> table.io().newInputFile(delete.location()))
                .loadPositionDeletes(file.deletes(), file.file().location());
    }

    private CloseableIterable<KeyRow> rows(FileScanTask file, Expression candidates) {
        return ParquetInput.read(table, file.file().location())
                .project(columns)
                .filter(candidates)
                .createReaderFunc(
                        fileSchema -> KeyRow.of(fileSchema, layout, file.spec().identitySourceIds()))
                .build();
    }

    /** Every row of a file, deleted ones too: they are told apart when it is looked for. */
    void index(FileScanTask file, IndexBuilder builder) throws IOException {
        try (CloseableIterable<KeyRow> rows = rows(file, Expressions.alwaysTrue())) {
            for (KeyRow row : rows) {
                builder.add(row.fingerprint(), row.position(), row.key(), row.cursor(), row.storedId());
            }
        }
    }

    private void visitRaw(FileScanTask file, Expression candidates, Sieve sieve, Visitor visitor) {
        PositionDeleteIndex deleted = deleted(file);
        boolean anyDeleted = !deleted.isEmpty();
        try (CloseableIterable<KeyRow> rows = rows(file, candidates)) {
            for (KeyRow row : rows) {
                if (sieve.mayBeWanted(row.fingerprint()) && !(anyDeleted && deleted.isDeleted(row.position()))) {
                    visitor.row(
                            file,
                            row.position(),
                            row.key(),
                            row.cursor(),
                            row.id(file.file().firstRowId()));
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void visitGeneric(FileScanTask file, Expression candidates, Visitor visitor) {
        try (CloseableIterable<StructLike> rows = LiveRows.read(table, file, columns, candidates)) {
            for (StructLike row : rows) {
                visitor.row(
                        file,
                        row.get(position, Long.class),
                        Keys.of(row, key),
                        cursor < 0 ? null : Keys.value(row, cursor),
                        row.get(position + 1, Long.class));
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private UncheckedIOException unreadable(FileScanTask file, IOException e) {
        return new UncheckedIOException(
                "table " + table.name() + ": cannot read the keys of "
                        + file.file().location(),
                e);
    }
}
