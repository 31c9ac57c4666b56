package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the column-by-column writer writes is what Iceberg's own writer writes: the rows, and what is known of them. */
class RowFilesTest {

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

    @Test
    void rowsAndMetricsAreThoseOfIcebergsWriter() throws Exception {
        for (int rows : new int[] {1, 2, 31, 1_000, 20_000, 45_000}) {
            LakeTable ours = table("ours" + rows);
            LakeTable theirs = table("theirs" + rows);
            Decoder.Decoded decoded = decoded(ours, rows);
            List<DataFile> written = new AttemptFiles(ours.engine().table(), 3)
                    .data(decoded.rows(), ours.engine().layout());
            DataFile reference = reference(theirs.engine(), decoded);
            commit(ours, written);
            commit(theirs, List.of(reference));

            assertThat(content(ours)).isEqualTo(content(theirs)).hasSize(rows);
            DataFile file = written.getFirst();
            assertThat(written).hasSize(1);
            assertThat(file.recordCount()).isEqualTo(rows);
            assertThat(file.fileSizeInBytes())
                    .isEqualTo(ours.engine()
                            .table()
                            .io()
                            .newInputFile(file.location())
                            .getLength());
            assertThat(file.lowerBounds()).isEqualTo(reference.lowerBounds());
            assertThat(file.upperBounds()).isEqualTo(reference.upperBounds());
            assertThat(file.nullValueCounts()).isEqualTo(reference.nullValueCounts());
            assertThat(file.valueCounts()).isEqualTo(reference.valueCounts());
            assertThat(file.nanValueCounts()).isEqualTo(reference.nanValueCounts());
            var footer = ParquetUtil.fileMetrics(
                    ours.engine().table().io().newInputFile(file.location()),
                    MetricsConfig.forTable(ours.engine().table()));
            assertThat(footer.recordCount()).isEqualTo(rows);
            assertThat(footer.columnSizes()).isEqualTo(file.columnSizes());
        }
    }

    @Test
    void filesEndNearTheTargetSize() {
        LakeTable table = table("rolling");
        Table iceberg = table.engine().table();
        iceberg.updateProperties()
                .set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "400000")
                .commit();
        Decoder.Decoded decoded = decoded(table, 45_000);

        List<DataFile> files =
                new AttemptFiles(iceberg, 3).data(decoded.rows(), table.engine().layout());
        commit(table, files);

        assertThat(files).hasSizeGreaterThan(2);
        assertThat(files.subList(0, files.size() - 1))
                .allSatisfy(file -> assertThat(file.fileSizeInBytes()).isBetween(400_000L, 800_000L));
        assertThat(content(table)).hasSize(45_000);
    }

    @Test
    void longTextsAreCutIntoPages() {
        LakeTable table = table("long");
        var records = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            records.append("{\"id\":%d,\"many\":\"%s\"}\n"
                    .formatted(i, String.valueOf((char) ('a' + i % 26)).repeat(100_000 + i)));
        }
        Decoder.Decoded decoded = Decoder.decode(table.engine().layout(), batch(records.toString()));

        commit(
                table,
                new AttemptFiles(table.engine().table(), 3)
                        .data(decoded.rows(), table.engine().layout()));

        assertThat(content(table)).hasSize(60).contains(expected(59));
    }

    @Test
    void valuesThatTurnOutToDifferLeaveTheirDictionaryInTheMiddleOfAPage() throws Exception {
        int rows = 45_000;
        int sampled = rows / 512;
        var records = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            records.append("{\"id\":%d".formatted(i % sampled == 0 ? 7 : i));
            if (i % 3 != 1) {
                records.append(",\"many\":\"%s\""
                        .formatted(i % sampled == 0 ? "the same" : "%040x".formatted(i * 0x9E3779B97F4A7C15L)));
            }
            records.append("}\n");
        }
        LakeTable ours = table("ours");
        LakeTable theirs = table("theirs");
        Decoder.Decoded decoded = Decoder.decode(ours.engine().layout(), batch(records.toString()));
        List<DataFile> written = new AttemptFiles(ours.engine().table(), 3)
                .data(decoded.rows(), ours.engine().layout());
        DataFile reference = reference(theirs.engine(), decoded);
        commit(ours, written);
        commit(theirs, List.of(reference));

        assertThat(content(ours)).isEqualTo(content(theirs)).hasSize(rows);
        assertThat(written.getFirst().lowerBounds()).isEqualTo(reference.lowerBounds());
        assertThat(written.getFirst().upperBounds()).isEqualTo(reference.upperBounds());
        assertThat(written.getFirst().nullValueCounts()).isEqualTo(reference.nullValueCounts());
    }

    private static List<@Nullable Object> expected(int i) {
        var row = new ArrayList<@Nullable Object>();
        row.add((long) i);
        row.add(null);
        row.add(String.valueOf((char) ('a' + i % 26)).repeat(100_000 + i));
        for (int column = 3; column < FlatRecords.COLUMNS.size(); column++) {
            row.add(null);
        }
        return row;
    }

    private LakeTable table(String name) {
        return lake.table(TableSpec.append(new TableId("t", name), FlatRecords.COLUMNS));
    }

    private static Decoder.Decoded decoded(LakeTable table, int rows) {
        var random = new Random(rows);
        var records = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            records.append(FlatRecords.one(random)).append('\n');
        }
        Decoder.Decoded decoded = Decoder.decode(table.engine().layout(), batch(records.toString()));
        assertThat(decoded.general() + decoded.rejections().size()).isZero();
        return decoded;
    }

    private static Batch batch(String records) {
        return new Batch(
                List.of(new Message(new Position("T", 0, 0), Op.APPEND, records.getBytes(StandardCharsets.UTF_8))));
    }

    private static DataFile reference(Engine engine, Decoder.Decoded decoded) throws Exception {
        Table table = engine.table();
        DataWriter<Object> writer = Parquet.writeData(OutputFileFactory.builderFor(table, 0, 0)
                        .format(org.apache.iceberg.FileFormat.PARQUET)
                        .build()
                        .newOutputFile())
                .forTable(table)
                .createWriterFunc(type -> InternalWriter.create(table.schema().asStruct(), type))
                .build();
        try (writer) {
            decoded.rows().forEach(writer::write);
        }
        return writer.toDataFile();
    }

    private static void commit(LakeTable table, List<DataFile> files) {
        var append = table.engine().table().newAppend();
        files.forEach(append::appendFile);
        append.commit();
    }

    private static List<List<@Nullable Object>> content(LakeTable table) {
        table.engine().table().refresh();
        FileFormats.register();
        var rows = new ArrayList<List<@Nullable Object>>();
        try (CloseableIterable<Record> records =
                IcebergGenerics.read(table.engine().table()).build()) {
            for (Record record : records) {
                var row = new ArrayList<@Nullable Object>();
                for (int i = 0; i < FlatRecords.COLUMNS.size(); i++) {
                    row.add(record.get(i));
                }
                rows.add(row);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(Objects.requireNonNull(row.getFirst())).isInstanceOf(Long.class));
        return rows;
    }
}
