package dev.ingest.lake.encode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.PlaintextEncryptionManager;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.PropertyUtil;

/**
 * Writes rows to Parquet files near the table's target size, with Iceberg's field ids and metrics: flat columns from the tape,
 * others (and tables that Iceberg encrypts) through Iceberg's own writer.
 */
public final class RowFiles {

    /**
     * Hot files are small and soon compacted. Level 3 would take half as much time again for files that are five per cent smaller.
     */
    private static final int COMPRESSION_LEVEL = 1;

    /** Before compression; what is held of a row group is compressed, mostly to a quarter. */
    private static final long ROW_GROUP_BYTES = 64L << 20;

    /**
     * Of a page before compression; one value may be longer. Whoever reads files side by side has a page of each column of each in
     * memory.
     */
    public static final int PAGE_BYTES_MAX = 256 << 10;

    /** Of a page of the table's files that Iceberg writes: as its properties have it, else as ours. */
    public static String pageBytes(Table table) {
        return table.properties()
                .getOrDefault(TableProperties.PARQUET_PAGE_SIZE_BYTES, Integer.toString(PAGE_BYTES_MAX));
    }

    private static final int SIZE_CHECK_ROWS = 1_000;
    private static final int SAMPLE = 256;

    private final Table table;
    private final Schema schema;
    private final List<Field> fields;
    private final Supplier<EncryptedOutputFile> newFile;
    private final Optional<StructLike> partition;
    private final long target;

    /**
     * @param fields the columns of the schema, in its order
     * @param newFile is asked for each file
     * @param partition of all the rows; empty where the table has none
     */
    public RowFiles(
            Table table,
            Schema schema,
            List<Field> fields,
            Supplier<EncryptedOutputFile> newFile,
            Optional<StructLike> partition) {
        this.table = table;
        this.schema = schema;
        this.fields = fields;
        this.newFile = newFile;
        this.partition = partition;
        this.target = PropertyUtil.propertyAsLong(
                table.properties(),
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
    }

    /** Writes all rows, which are in the table's declared order if it has one; no rows, no file. */
    public List<DataFile> write(List<Row> rows) throws IOException {
        var files = new ArrayList<DataFile>();
        if (rows.isEmpty()) {
            return files;
        }
        List<NestedField> lineage = Places.lineage(rows);
        if (FlatFile.canHold(fields) && table.encryption() instanceof PlaintextEncryptionManager) {
            writeFlat(Places.of(rows, fields, lineage.size()), lineage, files);
        } else {
            for (int from = 0; from < rows.size(); ) {
                from = writeOther(rows, from, lineage, files);
            }
        }
        return files;
    }

    private void writeFlat(Places rows, List<NestedField> lineage, List<DataFile> files) throws IOException {
        int count = rows.order().length;
        Schema written = written(lineage);
        List<Field> all = with(lineage);
        boolean[] dictionaries = Dictionaries.worthwhile(rows.tape(), rows.order());
        int group = Math.toIntExact(Math.clamp(Math.min(ROW_GROUP_BYTES, target) / width(rows), 1, count));
        for (int from = 0; from < count; ) {
            EncryptedOutputFile location = newFile.get();
            var file = new FlatFile(written, all, location.encryptingOutputFile(), COMPRESSION_LEVEL, dictionaries);
            try (file) {
                do {
                    int to = Math.min(count, from + group);
                    file.rowGroup(rows, from, to);
                    from = to;
                } while (from < count && file.length() < target);
                file.end();
                files.add(dataFile(location, file));
            }
        }
    }

    /** The columns of the file: what rows take over of others comes last. */
    private Schema written(List<NestedField> lineage) {
        return lineage.isEmpty() ? schema : TypeUtil.join(schema, new Schema(lineage));
    }

    private List<Field> with(List<NestedField> lineage) {
        return Stream.concat(fields.stream(), lineage.stream().map(field -> Field.of(field, false, false)))
                .toList();
    }

    private DataFile dataFile(EncryptedOutputFile location, FlatFile file) throws IOException {
        DataFiles.Builder builder = file.describe(table, table.spec(), location);
        partition.ifPresent(builder::withPartition);
        if (table.sortOrder().isSorted()) {
            builder.withSortOrder(table.sortOrder());
        }
        return builder.build();
    }

    /** Bytes of a row before compression, on average; at least one. */
    private static long width(Places rows) {
        int[] order = rows.order();
        long bytes = 0;
        int seen = 0;
        int step = Math.max(1, order.length / SAMPLE);
        for (int i = 0; i < order.length; i += step) {
            bytes += rows.tape().width(order[i]);
            seen++;
        }
        return Math.max(1, bytes / seen);
    }

    private int writeOther(List<Row> rows, int from, List<NestedField> lineage, List<DataFile> files)
            throws IOException {
        Schema written = written(lineage);
        DataWriter<Row> writer = Parquet.writeData(newFile.get())
                .forTable(table)
                .schema(written)
                .withSpec(table.spec())
                .withPartition(partition.orElse(null))
                .withSortOrder(table.sortOrder())
                .set(TableProperties.PARQUET_COMPRESSION_LEVEL, Integer.toString(COMPRESSION_LEVEL))
                .set(TableProperties.PARQUET_PAGE_SIZE_BYTES, pageBytes(table))
                .createWriterFunc(type -> InternalWriter.create(written.asStruct(), type))
                .overwrite()
                .build();
        int next = from;
        try (writer) {
            while (next < rows.size() && (next == from || next % SIZE_CHECK_ROWS != 0 || writer.length() < target)) {
                Row row = rows.get(next++);
                writer.write(
                        !lineage.isEmpty() && !(row instanceof Row.Replacing)
                                ? new Row.Replacing(row, Row.Replacing.NEW)
                                : row);
            }
        }
        files.add(writer.toDataFile());
        return next;
    }
}
