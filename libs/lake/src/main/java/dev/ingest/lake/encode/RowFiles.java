package dev.ingest.lake.encode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.MetricsConfig;
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
import org.jspecify.annotations.Nullable;

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
        List<NestedField> lineage = lineage(rows);
        if (FlatFile.canHold(fields) && table.encryption() instanceof PlaintextEncryptionManager) {
            writeFlat(rows, lineage, files);
        } else {
            for (int from = 0; from < rows.size(); ) {
                from = writeOther(rows, from, lineage, files);
            }
        }
        return files;
    }

    /** What rows take over of others, as columns of the file behind those of the schema. */
    private static List<NestedField> lineage(List<Row> rows) {
        if (rows.stream().noneMatch(Row.Replacing.class::isInstance)) {
            return List.of();
        }
        boolean moved = rows.stream()
                .anyMatch(row ->
                        row instanceof Row.Replacing(Row _, long _, long changed) && changed != Row.Replacing.NEW);
        return moved
                ? List.of(MetadataColumns.ROW_ID, MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER)
                : List.of(MetadataColumns.ROW_ID);
    }

    private void writeFlat(List<Row> replacing, List<NestedField> lineage, List<DataFile> files) throws IOException {
        List<long[]> takenOver = IntStream.range(0, lineage.size())
                .mapToObj(column -> takenOver(replacing, column))
                .toList();
        List<Row> rows = replacing.stream().map(RowFiles::itself).toList();
        Tape tape = tape(rows);
        int[] order = order(tape, rows);
        Schema written = written(lineage);
        List<Field> all = with(lineage);
        var plain = new HashSet<>(Dictionaries.off(fields, rows));
        int group =
                Math.toIntExact(Math.clamp(Math.min(ROW_GROUP_BYTES, target) / width(tape, order), 1, order.length));
        for (int from = 0; from < order.length; ) {
            EncryptedOutputFile location = newFile.get();
            var file = new FlatFile(written, all, location.encryptingOutputFile(), COMPRESSION_LEVEL, plain);
            try (file) {
                do {
                    int to = Math.min(order.length, from + group);
                    file.rowGroup(tape, order, takenOver, from, to);
                    from = to;
                } while (from < order.length && file.length() < target);
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

    private static Row itself(Row row) {
        return row instanceof Row.Replacing replacing ? replacing.row() : row;
    }

    /** @param column 0 for identities, 1 for last changes */
    private static long[] takenOver(List<Row> rows, int column) {
        return rows.stream()
                .mapToLong(row -> row instanceof Row.Replacing(Row _, long id, long changed)
                        ? column == 0 ? id : changed
                        : Row.Replacing.NEW)
                .toArray();
    }

    private static int[] order(Tape tape, List<Row> rows) {
        int[] order = new int[rows.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = rows.get(i) instanceof Row.OnTape on && on.tape().equals(tape) ? on.index() : i;
        }
        return order;
    }

    /** The tape that all the rows are on: theirs, or one of our own for rows of objects. */
    private Tape tape(List<Row> rows) {
        if (rows.getFirst() instanceof Row.OnTape first
                && rows.stream()
                        .allMatch(
                                row -> row instanceof Row.OnTape on && on.tape().equals(first.tape()))) {
            return first.tape();
        }
        var own = new Tape(fields);
        for (Row row : rows) {
            @Nullable Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i, Object.class);
            }
            own.add(values, row.delete());
        }
        return own;
    }

    private DataFile dataFile(EncryptedOutputFile location, FlatFile file) throws IOException {
        DataFiles.Builder builder = DataFiles.builder(table.spec())
                .withFormat(FileFormat.PARQUET)
                .withPath(location.encryptingOutputFile().location())
                .withEncryptionKeyMetadata(location.keyMetadata())
                .withFileSizeInBytes(file.length())
                .withMetrics(file.metrics(MetricsConfig.forTable(table)))
                .withSplitOffsets(file.splitOffsets());
        partition.ifPresent(builder::withPartition);
        if (table.sortOrder().isSorted()) {
            builder.withSortOrder(table.sortOrder());
        }
        return builder.build();
    }

    /** Bytes of a row before compression, on average; at least one. */
    private static long width(Tape tape, int[] order) {
        long bytes = 0;
        int seen = 0;
        int step = Math.max(1, order.length / SAMPLE);
        for (int i = 0; i < order.length; i += step) {
            bytes += tape.width(order[i]);
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
