package dev.ingest.lake;

import dev.ingest.lake.encode.ParquetInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.PartitionUtil;

/** The rows of one data file of a table, for whoever may stop before the last file. */
public final class FileRows {
    private final Table table;
    private final FileScanTask task;
    private final Query query;
    private final Optional<Instant> newest;

    /**
     * @param shown the columns to show
     * @param read those, and those that only the filter looks at
     */
    record Query(List<Column> shown, Schema read, Expression filter) {}

    FileRows(Table table, FileScanTask task, Query query, Optional<Instant> newest) {
        this.table = table;
        this.task = task;
        this.query = query;
        this.newest = newest;
    }

    /** No row of the file is newer; nothing if the file does not say. */
    public Optional<Instant> newest() {
        return newest;
    }

    /** How many the file holds, those that do not match and those that are deleted among them. */
    public long records() {
        return task.file().recordCount();
    }

    /** Those that match. */
    public Rows read() {
        return new Rows(query.shown(), matching(), Long.MAX_VALUE);
    }

    CloseableIterable<Record> matching() {
        if (task.file().format() != FileFormat.PARQUET) {
            throw new LakeException("table %s: %s is %s (expected: Parquet)"
                    .formatted(table.name(), task.file().location(), task.file().format()));
        }
        var live = new GenericDeleteFilter(table.io(), task, table.schema(), query.read());
        Schema needed = live.requiredSchema();
        Map<Integer, ?> constants = PartitionUtil.constantsMap(task);
        CloseableIterable<Record> records = ParquetInput.read(table, task.file().location())
                .project(needed)
                .filter(query.filter())
                .createReaderFunc(file -> GenericParquetReaders.buildReader(needed, file, constants))
                .build();
        var matches = new Evaluator(needed.asStruct(), query.filter());
        var wrapper = new InternalRecordWrapper(needed.asStruct());
        return CloseableIterable.filter(live.filter(records), row -> matches.eval(wrapper.wrap(row)));
    }
}
