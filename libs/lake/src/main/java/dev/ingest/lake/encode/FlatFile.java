package dev.ingest.lake.encode;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file of flat columns, written column by column: a page is gathered from the tape, encoded in one loop, compressed and
 * put away, with Parquet's own writer of pages, chunks and footers. One page is open at a time, whatever the number of columns;
 * what is held of a row group is compressed.
 */
final class FlatFile implements Closeable {

    private static final int COLUMN_INDEX_LENGTH_MAX = 64;

    private final Schema schema;
    private final List<Field> fields;
    private final MessageType parquet;
    private final ParquetFileWriter writer;
    private final Zstd zstd;
    private final List<Range> ranges;
    private final Set<String> plain;
    private boolean closed;

    /**
     * @param fields the columns of the schema; beyond the tape's there may be the row's identity and its last change
     * @param plain names of the columns without a dictionary
     */
    FlatFile(Schema schema, List<Field> fields, OutputFile file, int compressionLevel, Set<String> plain)
            throws IOException {
        this.schema = schema;
        this.fields = fields;
        this.plain = plain;
        this.parquet = ParquetSchemaUtil.convert(schema, "table");
        this.ranges = IntStream.range(0, fields.size())
                .mapToObj(i -> new Range(
                        schema.columns().get(i).fieldId(), fields.get(i).kind()))
                .toList();
        this.writer = new ParquetFileWriter(
                new Output(file),
                parquet,
                ParquetFileWriter.Mode.OVERWRITE,
                Long.MAX_VALUE,
                0,
                COLUMN_INDEX_LENGTH_MAX,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                true);
        writer.start();
        this.zstd = new Zstd(compressionLevel);
    }

    /** Whether these columns can be written so. */
    static boolean canHold(List<Field> fields) {
        return fields.stream().noneMatch(field -> field.kind() == Kind.OTHER);
    }

    /**
     * Writes rows, given by their indexes on the tape, as one row group.
     *
     * @param lineage what the rows take over, in the file's last columns
     */
    void rowGroup(Tape tape, int[] order, List<long[]> lineage, int from, int to) throws IOException {
        var store = new ColumnChunkPageWriteStore(
                zstd, parquet, HeapByteBufferAllocator.getInstance(), COLUMN_INDEX_LENGTH_MAX);
        var page = new Page(Math.min(Page.ROWS_MAX, to - from));
        var columns = new ColumnPages[fields.size()];
        for (int i = 0; i < columns.length; i++) {
            Field field = fields.get(i);
            columns[i] = new ColumnPages(
                    i,
                    field,
                    parquet.getType(i).asPrimitiveType(),
                    store.getPageWriter(parquet.getColumns().get(i)),
                    field.kind() != Kind.BOOLEAN && !plain.contains(field.name()),
                    ranges.get(i));
        }
        // rows outside, columns inside: the tape's part of a page's rows stays in the processor's cache
        for (int at = from; at < to; at += Page.ROWS_MAX) {
            int end = Math.min(to, at + Page.ROWS_MAX);
            for (int i = 0; i < columns.length; i++) {
                if (columns[i].isOf(tape)) {
                    columns[i].write(tape, order, at, end, page);
                } else {
                    columns[i].write(tape, lineage.get(i - tape.fields().size()), at, end, page);
                }
            }
        }
        for (ColumnPages column : columns) {
            column.end();
        }
        writer.startBlock(to - from);
        store.flushToFileWriter(writer);
        writer.endBlock();
        store.close();
    }

    /** Bytes so far. */
    long length() throws IOException {
        return writer.getPos();
    }

    /** Ends the file. */
    void end() throws IOException {
        writer.end(Map.of("iceberg.schema", SchemaParser.toJson(schema)));
    }

    /** What the footer tells. */
    Metrics metrics(MetricsConfig config) {
        return ParquetUtil.footerMetrics(
                writer.getFooter(),
                ranges.stream().map(Range::metrics).<FieldMetrics<?>>flatMap(Optional::stream),
                config);
    }

    List<Long> splitOffsets() {
        return ParquetUtil.getSplitOffsets(writer.getFooter());
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            zstd.close();
            writer.close();
        }
    }
}
