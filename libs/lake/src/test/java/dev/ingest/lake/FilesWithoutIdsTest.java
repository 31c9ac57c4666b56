package dev.ingest.lake;

import static dev.ingest.lake.Given.compacted;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that another engine added to a table as they were: the table says which of their names mean which columns. */
class FilesWithoutIdsTest {

    private static final List<Column> COLUMNS =
            List.of(Column.required("a", ColumnType.Scalar.LONG), Column.required("b", ColumnType.Scalar.LONG));

    @TempDir
    Path warehouse;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    /** Its columns are b and then a. */
    private void add(LakeTable table, int number, long a, long b) throws IOException {
        Path path = warehouse.resolve("added-" + number + ".parquet");
        MessageType type = MessageTypeParser.parseMessageType("message m { required int64 b; required int64 a; }");
        try (var writer = new ParquetFileWriter(
                new LocalOutputFile(path), type, ParquetFileWriter.Mode.CREATE, Long.MAX_VALUE, 0, 64, 64, true)) {
            writer.start();
            writer.startBlock(1);
            column(writer, type.getColumns().get(0), b);
            column(writer, type.getColumns().get(1), a);
            writer.endBlock();
            writer.end(Map.of());
        }
        Table iceberg = table.engine().table();
        iceberg.updateProperties()
                .set(
                        TableProperties.DEFAULT_NAME_MAPPING,
                        NameMappingParser.toJson(MappingUtil.create(iceberg.schema())))
                .commit();
        iceberg.newAppend()
                .appendFile(DataFiles.builder(iceberg.spec())
                        .withFormat(FileFormat.PARQUET)
                        .withPath("file:" + path)
                        .withFileSizeInBytes(Files.size(path))
                        .withRecordCount(1)
                        .build())
                .commit();
    }

    private static void column(ParquetFileWriter writer, ColumnDescriptor column, long value) throws IOException {
        byte[] plain = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
        statistics.updateStats(value);
        writer.startColumn(column, 1, CompressionCodecName.UNCOMPRESSED);
        writer.writeDataPage(
                1, plain.length, BytesInput.from(plain), statistics, 1, Encoding.RLE, Encoding.RLE, Encoding.PLAIN);
        writer.endColumn();
    }

    @Test
    void rowsAreReadAndCompactedByTheirNames() throws IOException {
        LakeTable table = lake.table(TableSpec.append(new TableId("shop", "pairs"), COLUMNS));
        for (int i = 1; i <= 4; i++) {
            add(table, i, i, 100 + i);
        }
        Map<String, String> pairs = Map.of("1", "101", "2", "102", "3", "103", "4", "104");
        assertThat(rows(table, "a", "b")).isEqualTo(pairs);

        assertThat(compacted(table)).hasSize(1);

        assertThat(rows(table, "a", "b")).isEqualTo(pairs);
    }

    @Test
    void theirKeysAreFound() throws IOException {
        LakeTable table =
                lake.table(TableSpec.upsert(new TableId("shop", "pairs"), COLUMNS, List.of("a"), Optional.empty()));
        add(table, 1, 1, 101);
        add(table, 2, 101, 1);

        push(table, upsert(0, "{\"a\":1,\"b\":5}"));

        assertThat(rows(table, "a", "b")).isEqualTo(Map.of("1", "5", "101", "1"));
        assertThat(compacted(table)).hasSize(1);
        assertThat(rows(table, "a", "b")).isEqualTo(Map.of("1", "5", "101", "1"));
    }
}
