package dev.ingest.lake.encode;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FieldMetrics;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file of flat columns. A few rows at a time are taken from the tape and encoded, column by column, each in one loop; a
 * full page is compressed and put away, with Parquet's own writer of pages, chunks and footers. One page of each column is open,
 * which together are less than their rows' cells; what is held of a row group is compressed.
 */
final class FlatFile implements Closeable {

    private static final int COLUMN_INDEX_LENGTH_MAX = 64;

    private final Schema schema;
    private final List<Field> fields;
    private final MessageType parquet;
    private final ParquetFileWriter writer;
    private final Zstd zstd;
    private final List<Range> ranges;
    private final boolean[] dictionaries;
    private boolean closed;

    /**
     * @param fields the columns of the schema; beyond the tape's there may be the row's identity and its last change
     * @param dictionaries which of the tape's columns get one
     */
    FlatFile(Schema schema, List<Field> fields, OutputFile file, int compressionLevel, boolean[] dictionaries)
            throws IOException {
        this.schema = schema;
        this.fields = fields;
        this.dictionaries = dictionaries;
        this.parquet = ParquetSchemaUtil.convert(schema, "table");
        this.ranges = IntStream.range(0, fields.size())
                .mapToObj(i -> new Range(schema.columns().get(i).fieldId(), fields.get(i)))
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
     * Writes some of the rows as one row group. What they take over of others is in the file's last columns.
     */
    void rowGroup(Places rows, int from, int to) throws IOException {
        RowGroup group = begin();
        group.add(rows, from, to);
        group.end();
    }

    /** Begins a row group, which is to be ended before the next. */
    RowGroup begin() {
        return new RowGroup();
    }

    /** A row group in the making. */
    final class RowGroup {
        private final ColumnChunkPageWriteStore store = new ColumnChunkPageWriteStore(
                zstd, parquet, HeapByteBufferAllocator.getInstance(), COLUMN_INDEX_LENGTH_MAX);
        private final Cells cells = new Cells();
        private final ColumnPages[] columns = new ColumnPages[fields.size()];
        private long rowCount;

        private RowGroup() {
            var runs = new Runs();
            for (int i = 0; i < columns.length; i++) {
                Field field = fields.get(i);
                columns[i] = new ColumnPages(
                        i,
                        field,
                        parquet.getType(i).asPrimitiveType(),
                        store.getPageWriter(parquet.getColumns().get(i)),
                        i < dictionaries.length && dictionaries[i],
                        ranges.get(i),
                        runs);
            }
        }

        /** Adds some of the rows, which are on a tape of these columns. */
        void add(Places rows, int from, int to) throws IOException {
            for (int at = from; at < to; at += Page.ROWS_MAX) {
                page(rows, at, Math.min(to, at + Page.ROWS_MAX));
            }
            rowCount += to - from;
        }

        private void page(Places rows, int from, int to) throws IOException {
            for (int at = from; at < to; at += Cells.ROWS_MAX) {
                int end = Math.min(to, at + Cells.ROWS_MAX);
                for (int i = 0; i < columns.length; i++) {
                    if (i < rows.tape().fields().size()) {
                        columns[i].add(rows.tape(), rows.order(), at, end, cells);
                    } else {
                        columns[i].add(
                                rows.tape(),
                                rows.lineage().get(i - rows.tape().fields().size()),
                                at,
                                end,
                                cells);
                    }
                }
            }
            for (ColumnPages column : columns) {
                column.endPage();
            }
        }

        /** Bytes of memory that it takes so far. */
        long held() {
            long held = 0;
            for (ColumnPages column : columns) {
                held += column.held();
            }
            return held;
        }

        void end() throws IOException {
            for (ColumnPages column : columns) {
                column.end();
            }
            writer.startBlock(rowCount);
            store.flushToFileWriter(writer);
            writer.endBlock();
            store.close();
        }
    }

    /** Bytes so far. */
    long length() throws IOException {
        return writer.getPos();
    }

    /** Ends the file. */
    void end() throws IOException {
        writer.end(Map.of("iceberg.schema", SchemaParser.toJson(schema)));
    }

    /** What a table is told of the file, when it has ended. */
    DataFiles.Builder describe(Table table, PartitionSpec spec, EncryptedOutputFile location) throws IOException {
        return DataFiles.builder(spec)
                .withFormat(FileFormat.PARQUET)
                .withPath(location.encryptingOutputFile().location())
                .withEncryptionKeyMetadata(location.keyMetadata())
                .withFileSizeInBytes(length())
                .withMetrics(metrics(MetricsConfig.forTable(table)))
                .withSplitOffsets(ParquetUtil.getSplitOffsets(writer.getFooter()));
    }

    /** What the footer tells. */
    private Metrics metrics(MetricsConfig config) {
        return ParquetUtil.footerMetrics(
                writer.getFooter(),
                ranges.stream().map(Range::metrics).<FieldMetrics<?>>flatMap(Optional::stream),
                config);
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
