package dev.ingest.lake;

import dev.ingest.lake.encode.Row;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Ways to put a batch of newer rows in. All decode the same JSON in the same way. */
enum Strategy {
    /** The product: key scan, deletion vectors. */
    OURS(3) {
        @Override
        void put(LakeTable table, Batch batch, Offsets upTo) {
            table.push(batch, upTo, rejections -> {
                throw new IllegalStateException(rejections.getFirst().reason());
            });
        }
    },
    /** The same on format version 2: position deletes. */
    OURS_V2(2) {
        @Override
        void put(LakeTable table, Batch batch, Offsets upTo) throws IOException {
            OURS.put(table, batch, upTo);
        }
    },
    /** What sinks do that leave the work to readers: the batch's rows, and its keys as equality deletes. */
    EQUALITY_DELETES(2) {
        @Override
        void put(LakeTable lakeTable, Batch batch, Offsets upTo) throws IOException {
            Table table = lakeTable.engine().table();
            List<Row> rows = lakeTable.engine().decode(batch).winners();
            RowDelta delta = table.newRowDelta();
            delta.addRows(write(table, rows));
            delta.addDeletes(keys(table, rows));
            delta.commit();
        }
    },
    /** Every file that holds one of the keys is written anew. */
    COPY_ON_WRITE(2) {
        @Override
        void put(LakeTable lakeTable, Batch batch, Offsets upTo) throws IOException {
            Table table = lakeTable.engine().table();
            List<Row> rows = lakeTable.engine().decode(batch).winners();
            Set<String> keys = new HashSet<>();
            rows.forEach(row -> keys.add(String.valueOf(row.get(0, Object.class))));
            OverwriteFiles overwrite = table.newOverwrite();
            for (FileScanTask file : table.newScan().planFiles()) {
                copy(table, file, keys, overwrite);
            }
            overwrite.addFile(write(table, rows));
            overwrite.commit();
        }
    };

    final int formatVersion;

    Strategy(int formatVersion) {
        this.formatVersion = formatVersion;
    }

    abstract void put(LakeTable table, Batch batch, Offsets upTo) throws IOException;

    private static DataFile write(Table table, Iterable<? extends StructLike> rows) throws IOException {
        DataWriter<StructLike> writer = writer(table);
        try (writer) {
            rows.forEach(writer::write);
        }
        return writer.toDataFile();
    }

    private static DataWriter<StructLike> writer(Table table) throws IOException {
        return Parquet.writeData(OutputFileFactory.builderFor(table, 0, 0).format(FileFormat.PARQUET).build().newOutputFile())
                .forTable(table)
                .withSpec(table.spec())
                .createWriterFunc(type -> InternalWriter.create(table.schema().asStruct(), type))
                .overwrite()
                .build();
    }

    private static DeleteFile keys(Table table, List<Row> rows) throws IOException {
        Schema key = table.schema().select("id");
        EqualityDeleteWriter<Row> writer = Parquet.writeDeletes(OutputFileFactory.builderFor(table, 0, 0).format(FileFormat.PARQUET).build().newOutputFile())
                .forTable(table)
                .rowSchema(key)
                .equalityFieldIds(key.columns().getFirst().fieldId())
                .withSpec(table.spec())
                .createWriterFunc(type -> InternalWriter.create(key.asStruct(), type))
                .overwrite()
                .buildEqualityWriter();
        try (writer) {
            rows.forEach(writer::write);
        }
        return writer.toDeleteFile();
    }

    private static void copy(Table table, FileScanTask file, Set<String> keys, OverwriteFiles overwrite) throws IOException {
        DataWriter<StructLike> writer = writer(table);
        long gone = 0;
        try (writer;
                var rows = LiveRows.read(table, file, table.schema(), Expressions.alwaysTrue())) {
            for (StructLike row : rows) {
                if (keys.contains(row.get(0, Object.class).toString())) {
                    gone++;
                } else {
                    writer.write(row);
                }
            }
        }
        DataFile copy = writer.toDataFile();
        if (gone == 0) {
            table.io().deleteFile(copy.location());
            return;
        }
        overwrite.deleteFile(file.file());
        if (copy.recordCount() > 0) {
            overwrite.addFile(copy);
        }
    }
}
