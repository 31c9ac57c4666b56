package dev.ingest.lake;

import dev.ingest.lake.encode.ParquetInput;
import java.util.Map;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.DeleteFilter;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.util.PartitionUtil;

/** The rows of a data file that a reader sees, whoever deleted the others and however. */
public final class LiveRows extends DeleteFilter<StructLike> {

    private final Table table;
    private final FileScanTask task;

    private LiveRows(Table table, FileScanTask task, Schema columns) {
        super(task.file().location(), task.deletes(), table.schema(), columns);
        this.table = table;
        this.task = task;
    }

    /**
     * @param columns of the rows to come, in this order and in Iceberg's internal form
     * @param maybe skips parts of the file that hold no row that matches it; other rows may come nevertheless
     */
    public static CloseableIterable<StructLike> read(Table table, FileScanTask task, Schema columns, Expression maybe) {
        if (task.file().format() != FileFormat.PARQUET) {
            throw new LakeException("table %s: %s is %s (expected: Parquet)"
                    .formatted(table.name(), task.file().location(), task.file().format()));
        }
        var rows = new LiveRows(table, task, columns);
        return rows.filter(rows.all(maybe));
    }

    private CloseableIterable<StructLike> all(Expression maybe) {
        Schema needed = requiredSchema();
        // a row's identity and last change, where the file itself does not say
        Map<Integer, ?> constants = PartitionUtil.constantsMap(task);
        return ParquetInput.read(table, task.file().location())
                .project(needed)
                .filter(maybe)
                .createReaderFunc(fileSchema -> InternalReader.create(needed, fileSchema, constants))
                .build();
    }

    @Override
    protected StructLike asStructLike(StructLike row) {
        return row;
    }

    @Override
    protected InputFile getInputFile(String location) {
        return table.io().newInputFile(location);
    }
}
