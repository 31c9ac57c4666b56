package dev.ingest.lake.encode;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.TypeUtil;
import org.jspecify.annotations.Nullable;

/** A Parquet file of rows, with Iceberg's field ids and metrics. Flat columns are written without objects, others are not. */
public final class RowFile implements Closeable {

    /**
     * Hot files are small and soon compacted, and at level 3 compression would take a third of the time; five per cent smaller is
     * all that it brings.
     */
    private static final String COMPRESSION_LEVEL = "1";

    /** Whether some of the rows take over the identity of others. */
    private final boolean identified;

    private final FileAppender<Row> appender;
    private final DataWriter<Row> writer;

    private RowFile(boolean identified, FileAppender<Row> appender, DataWriter<Row> writer) {
        this.identified = identified;
        this.appender = appender;
        this.writer = writer;
    }

    /**
     * Opens a file.
     *
     * @param partition null where the table has none
     * @param rows what is to be written, or the beginning of it: decides which columns get a dictionary
     */
    public static RowFile open(
            Table table,
            Schema schema,
            List<Field> fields,
            EncryptedOutputFile file,
            @Nullable StructLike partition,
            List<Row> rows)
            throws IOException {
        boolean identified = rows.stream().anyMatch(Row.Replacing.class::isInstance);
        Schema written = identified ? TypeUtil.join(schema, new Schema(MetadataColumns.ROW_ID)) : schema;
        Parquet.WriteBuilder builder = Parquet.write(file)
                .forTable(table)
                .schema(written)
                .set(TableProperties.PARQUET_COMPRESSION_LEVEL, COMPRESSION_LEVEL)
                .createWriterFunc(parquet -> ColumnSink.canWrite(fields)
                        ? new ColumnSink(schema, fields, parquet)
                        : InternalWriter.<Row>create(written.asStruct(), parquet))
                .overwrite();
        Dictionaries.off(fields, rows).forEach(name -> builder.withDictionaryEncoding(name, false));
        FileAppender<Row> appender = builder.build();
        return new RowFile(
                identified,
                appender,
                new DataWriter<>(
                        appender,
                        FileFormat.PARQUET,
                        file.encryptingOutputFile().location(),
                        table.spec(),
                        partition,
                        file.keyMetadata()));
    }

    public void write(Row row) {
        writer.write(identified && !(row instanceof Row.Replacing) ? new Row.Replacing(row, Row.Replacing.NEW) : row);
    }

    /** Bytes so far: those that are written and an estimate of those that are not. */
    public long length() {
        return appender.length();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /** The file, once it is closed. */
    public DataFile toDataFile() {
        return writer.toDataFile();
    }
}
