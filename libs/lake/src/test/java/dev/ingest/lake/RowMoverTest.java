package dev.ingest.lake;

import static dev.ingest.lake.Given.compacted;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.push;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.encode.RowMover;
import dev.ingest.lake.upkeep.UpkeepPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.TableUtil;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a table that has no order become fewer, and hold the same: as their readers see it, who are Iceberg's own. */
class RowMoverTest {

    private static final int FILES = 7;

    private final Random random = new Random(20261122);

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

    private LakeTable table(int formatVersion, List<Column> columns) {
        TableSpec spec = TableSpec.append(new TableId("shop", "events"), columns);
        return lake.table(spec.withFormatVersion(formatVersion));
    }

    private void fill(LakeTable table, int fromOffset, int records) {
        for (int file = 0; file < FILES; file++) {
            String[] lines = IntStream.range(0, records)
                    .mapToObj(i -> FlatRecords.one(random))
                    .toArray(String[]::new);
            push(table, message(fromOffset + file, Op.APPEND, lines));
        }
    }

    private static List<FileScanTask> files(LakeTable table) {
        Table iceberg = table.engine().table();
        iceberg.refresh();
        try (CloseableIterable<FileScanTask> files =
                iceberg.newScan().includeColumnStats().planFiles()) {
            var all = new ArrayList<FileScanTask>();
            files.forEach(all::add);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every row with all that it has, in no order. */
    private static List<String> content(LakeTable table) throws IOException {
        Table iceberg = table.engine().table();
        iceberg.refresh();
        Schema schema = TableUtil.supportsRowLineage(iceberg)
                ? MetadataColumns.schemaWithRowLineage(iceberg.schema())
                : iceberg.schema();
        var rows = new ArrayList<String>();
        try (var records = IcebergGenerics.read(iceberg).project(schema).build()) {
            records.forEach(row -> {
                row.setField(
                        "bytes",
                        row.getField("bytes") == null
                                ? null
                                : row.getField("bytes").hashCode());
                rows.add(row.toString());
            });
        }
        rows.sort(null);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void rowsOfEveryTypeAreTheSameAfterOneMoveAndAfterTwo(int formatVersion) throws IOException {
        LakeTable table = table(formatVersion, FlatRecords.COLUMNS);
        fill(table, 0, 400);
        List<String> before = content(table);
        assertThat(before).hasSize(FILES * 400);
        assertThat(RowMover.canMove(table.engine().table(), files(table))).isTrue();

        assertThat(compacted(table)).hasSize(1);
        assertThat(files(table)).hasSize(1);
        assertThat(content(table)).isEqualTo(before);

        fill(table, FILES, 300);
        List<String> more = content(table);
        assertThat(more).hasSize(FILES * 700).containsAll(before);
        assertThat(compacted(table)).hasSize(1);
        assertThat(files(table)).hasSize(1);
        assertThat(content(table)).isEqualTo(more);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void rowsStayInTheOrderInWhichTheyCameAlsoInSeveralFilesOfSeveralRowGroups(int formatVersion) {
        LakeTable table = table(formatVersion, FlatRecords.COLUMNS);
        for (int file = 0; file < FILES; file++) {
            int from = file * 9_000;
            push(
                    table,
                    message(
                            file,
                            Op.APPEND,
                            IntStream.range(from, from + 9_000)
                                    .mapToObj(i -> "{\"id\":%d,\"many\":\"%016x\"}".formatted(i, random.nextLong()))
                                    .toArray(String[]::new)));
        }
        Map<String, String> before = Given.rows(table, "id", "many");

        UpkeepPolicy small =
                UpkeepPolicy.DEFAULT.with(new UpkeepPolicy.Files(400_000, 64L << 20, 64L << 20, 1_000_000, 4L << 20));
        Clock clock = Clock.systemUTC();
        table.upkeep(small, clock, clock.instant().plusSeconds(100));

        assertThat(Given.rows(table, "id", "many")).hasSize(FILES * 9_000).isEqualTo(before);
        List<FileScanTask> files = files(table);
        assertThat(files).hasSizeGreaterThan(1);
        assertThat(files)
                .allSatisfy(file -> assertThat(file.file().splitOffsets()).hasSizeBetween(1, 6));
        assertThat(files)
                .anySatisfy(file -> assertThat(file.file().splitOffsets()).hasSizeGreaterThan(1));
        assertThat(files)
                .allSatisfy(file -> assertThat(ids(table, file)).isSorted().isNotEmpty());
    }

    private static List<Long> ids(LakeTable table, FileScanTask file) {
        Schema id = new Schema(table.engine().table().schema().findField("id"));
        var found = new ArrayList<Long>();
        try (var rows = LiveRows.read(table.engine().table(), file, id, Expressions.alwaysTrue())) {
            rows.forEach(row -> found.add(row.get(0, Long.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** In one small file they differ, in many they are the same again. */
    @Test
    void valuesThatRepeatFromFileToFileAreWrittenOnce() {
        LakeTable table = table(2, FlatRecords.COLUMNS);
        for (int file = 0; file < FILES; file++) {
            push(
                    table,
                    message(
                            file,
                            Op.APPEND,
                            IntStream.range(0, 5_000)
                                    .mapToObj(i -> "{\"id\":%d,\"many\":\"customer %016x\"}"
                                            .formatted(i, i * 0x9E3779B97F4A7C15L))
                                    .toArray(String[]::new)));
        }
        long before = bytes(table);

        assertThat(compacted(table)).hasSize(1);

        assertThat(bytes(table)).isLessThan(before / 2);
    }

    private static long bytes(LakeTable table) {
        return files(table).stream()
                .mapToLong(file -> file.file().fileSizeInBytes())
                .sum();
    }

    /** Each column has a page and a dictionary in memory. */
    @Test
    void wideTablesAreMovedByIceberg() {
        List<Column> columns = IntStream.range(0, 101)
                .mapToObj(i -> Column.optional("c" + i, ColumnType.Scalar.LONG))
                .toList();
        LakeTable table = table(3, columns);
        push(table, message(0, Op.APPEND, "{\"c7\":7}"));
        assertThat(RowMover.canMove(table.engine().table(), files(table))).isFalse();
        assertThat(RowMover.canMove(table.engine().table(), List.of())).isFalse();
    }

    /** More than a page. */
    @Test
    void whatIsKnownOfTheFileIsWhatItsFooterSays() throws IOException {
        LakeTable table = table(3, FlatRecords.COLUMNS);
        fill(table, 0, 6_001);
        List<String> before = content(table);

        assertThat(compacted(table)).hasSize(1);

        assertThat(content(table)).isEqualTo(before);
        assertThat(files(table)).singleElement().satisfies(task -> {
            Table iceberg = table.engine().table();
            var footer = ParquetUtil.fileMetrics(
                    iceberg.io().newInputFile(task.file().location()), MetricsConfig.forTable(iceberg));
            assertThat(task.file().recordCount()).isEqualTo(FILES * 6_001);
            assertThat(task.file().recordCount()).isEqualTo(footer.recordCount());
            assertThat(task.file().columnSizes()).isEqualTo(footer.columnSizes());
            assertThat(task.file().nullValueCounts()).isEqualTo(footer.nullValueCounts());
            assertThat(task.file().lowerBounds()).containsAllEntriesOf(footer.lowerBounds());
            assertThat(task.file().upperBounds()).containsAllEntriesOf(footer.upperBounds());
            assertThat(task.file().fileSizeInBytes())
                    .isEqualTo(iceberg.io().newInputFile(task.file().location()).getLength());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void filesFromBeforeColumnsCameWidenedOrWereRenamedGoAlong(int formatVersion) throws IOException {
        LakeTable table = table(formatVersion, FlatRecords.COLUMNS.subList(0, 10));
        fill(table, 0, 50);
        Table iceberg = table.engine().table();
        iceberg.updateSchema()
                .updateColumn("count", Types.LongType.get())
                .updateColumn("small", Types.DecimalType.of(12, 2))
                .renameColumn("few", "some")
                .addColumn("new", Types.LongType.get())
                .deleteColumn("many")
                .commit();
        fill(table, FILES, 50);
        assertThat(iceberg.schema().columns()).as("new ones of the records").hasSizeGreaterThan(12);
        List<String> before = content(table);
        assertThat(RowMover.canMove(iceberg, files(table))).isTrue();

        assertThat(compacted(table)).hasSize(1);

        assertThat(files(table)).hasSize(1);
        assertThat(content(table)).isEqualTo(before);
    }

    /** A float's bits are no double's. */
    @Test
    void fileOfAFormThatIsNotKnownIsReadByIcebergAndLeavesNothingHalfWritten() throws IOException {
        LakeTable table = table(3, FlatRecords.COLUMNS);
        fill(table, 0, 50);
        table.engine()
                .table()
                .updateSchema()
                .updateColumn("half", Types.DoubleType.get())
                .commit();
        fill(table, FILES, 50);
        List<String> before = content(table);

        assertThat(compacted(table)).hasSize(1);

        assertThat(files(table)).hasSize(1);
        assertThat(content(table)).isEqualTo(before);
        try (var parquet = java.nio.file.Files.walk(warehouse)) {
            assertThat(parquet.filter(file -> file.toString().endsWith(".parquet")))
                    .as("what was read, and what was written of it")
                    .hasSize(2 * FILES + 1);
        }
    }

    @Test
    void tableThatSaysHowItsFilesAreToBeIsWrittenAsItSays() throws IOException {
        LakeTable table = table(3, FlatRecords.COLUMNS);
        fill(table, 0, 50);
        List<String> before = content(table);
        Table iceberg = table.engine().table();
        iceberg.updateProperties()
                .set(TableProperties.PARQUET_BLOOM_FILTER_COLUMN_ENABLED_PREFIX + "many", "true")
                .commit();
        assertThat(RowMover.canMove(iceberg, files(table))).isFalse();

        assertThat(compacted(table)).hasSize(1);

        assertThat(content(table)).isEqualTo(before);
    }

    @Test
    void nestedColumnsAreMovedByIceberg() throws IOException {
        var columns = new ArrayList<>(FlatRecords.COLUMNS);
        columns.add(Column.optional("list", ColumnType.parse("list<int>")));
        LakeTable table = table(3, columns);
        fill(table, 0, 50);
        List<String> before = content(table);
        assertThat(RowMover.canMove(table.engine().table(), files(table))).isFalse();

        assertThat(compacted(table)).hasSize(1);

        assertThat(content(table)).isEqualTo(before);
    }
}
