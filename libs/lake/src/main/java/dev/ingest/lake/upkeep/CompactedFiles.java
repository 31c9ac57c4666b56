package dev.ingest.lake.upkeep;

import dev.ingest.lake.encode.RowFiles;
import dev.ingest.lake.encode.RowMover;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;

/** Writes rows of a partition to files of a size. */
final class CompactedFiles {

    /** Readers hold a row group at a time, and skip by them. */
    private static final String ROW_GROUP_BYTES = Long.toString(32L << 20);

    /** Looking at the clock or at the file's size for each row costs more than the row. */
    private static final int ROWS_BETWEEN_LOOKS = 1024;

    private final Table table;
    private final long fileBytes;
    private final SortOrder order;
    private final Schema schema;
    private final List<String> written = new ArrayList<>();

    /** @param order that the rows to come have; it is said of the files */
    CompactedFiles(Table table, long fileBytes, SortOrder order) {
        this.table = table;
        this.fileBytes = fileBytes;
        this.order = order;
        this.schema = columns(table);
    }

    /** The columns that move: a row's identity and its last change move with it where the table has them. */
    static Schema columns(Table table) {
        return TableUtil.supportsRowLineage(table)
                ? MetadataColumns.schemaWithRowLineage(table.schema())
                : table.schema();
    }

    /** @param look called now and then; it may throw to end this */
    List<DataFile> write(Iterator<StructLike> rows, FileScanTask like, Runnable look) throws IOException {
        var files = new ArrayList<DataFile>();
        while (rows.hasNext()) {
            files.add(writeOne(rows, like, look));
        }
        return files;
    }

    /** The rows of files that need no order and no look at each row: as {@link RowMover} has it. */
    List<DataFile> move(List<FileScanTask> from, Runnable look) throws IOException {
        try (var mover = new RowMover(table, from.getFirst(), fileBytes, this::newFile)) {
            for (FileScanTask file : from) {
                mover.move(file, look);
            }
            return mover.end();
        }
    }

    private DataFile writeOne(Iterator<StructLike> rows, FileScanTask like, Runnable look) throws IOException {
        DataWriter<StructLike> writer = writer(like);
        try (writer) {
            for (long row = 1; rows.hasNext(); row++) {
                writer.write(rows.next());
                if (row % ROWS_BETWEEN_LOOKS == 0) {
                    look.run();
                    if (writer.length() >= fileBytes) {
                        break;
                    }
                }
            }
        }
        return writer.toDataFile();
    }

    private DataWriter<StructLike> writer(FileScanTask like) throws IOException {
        return Parquet.writeData(newFile())
                .forTable(table)
                .set(
                        TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
                        table.properties().getOrDefault(TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, ROW_GROUP_BYTES))
                .set(TableProperties.PARQUET_PAGE_SIZE_BYTES, RowFiles.pageBytes(table))
                .schema(schema)
                .withSpec(like.spec())
                .withPartition(like.file().partition())
                .withSortOrder(order)
                .createWriterFunc(type -> InternalWriter.create(schema.asStruct(), type))
                .overwrite()
                .build();
    }

    private EncryptedOutputFile newFile() {
        OutputFileFactory factory = OutputFileFactory.builderFor(table, 0, 0)
                .format(FileFormat.PARQUET)
                .build();
        EncryptedOutputFile file = factory.newOutputFile();
        written.add(file.encryptingOutputFile().location());
        return file;
    }

    /** Removes what was written; what resists is left to the search for orphans. */
    void discard(Exception reason) {
        for (String location : written) {
            try {
                table.io().deleteFile(location);
            } catch (RuntimeException e) {
                reason.addSuppressed(e);
            }
        }
        written.clear();
    }
}
