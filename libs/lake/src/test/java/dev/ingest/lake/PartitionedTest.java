package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.compacted;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.slice;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.index.KeyIndex;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose rows are kept apart and in an order that somebody declared. */
class PartitionedTest {

    private final MemoryFiles files = new MemoryFiles();
    private final MemoryCatalog catalog =
            new MemoryCatalog(files, "memory://warehouse", KeyIndex.none(), CopyOnWrite.NEVER);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status|[new, paid]",
                "identity(status)|[new, paid]",
                "truncate(1, status)|[n, p]",
                "bucket(1, id)|[0]",
                "truncate(10, id)|[0, 10]",
                "id|[1, 2, 11]",
                "year(updated_at)|[56]",
                "month(updated_at)|[672]",
                "day(updated_at)|[20454]",
                "hour(updated_at)|[490906]",
                "updated_at|[1767261600000000, 1767262200000000]"
            })
    void rowsLieInTheirPartitions(String field, String partitions) {
        LakeTable table = catalog.table(by(field));
        push(table, upsert(0, order(1, 0, "new"), order(2, 10, "paid"), order(11, 10, "new")));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "new", "2", "paid", "11", "new"));
        assertThat(partitions(table).keySet().stream().sorted(NUMBERS_FIRST).toList())
                .hasToString(partitions);
        assertThat(files.locations()).noneMatch(location -> location.contains("="));
    }

    private static final java.util.Comparator<String> NUMBERS_FIRST =
            java.util.Comparator.comparing(String::length).thenComparing(text -> text);

    @Test
    void severalFieldsAndValuesThatAreMissing() {
        LakeTable table = catalog.table(by("truncate(1, status)", "bucket(2, id)", "day(updated_at)"));
        push(table, upsert(0, "{\"id\":1}", "{\"id\":2,\"status\":\"é€😀\"}", order(3, 1, "new")));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "null", "2", "é€😀", "3", "new"));
        assertThat(table.engine().table().spec().fields())
                .extracting(org.apache.iceberg.PartitionField::name)
                .containsExactly("status_trunc_1", "id_bucket_2", "updated_at_day");
        assertThat(tasks(table, Expressions.equal("status", "é€😀"))).hasSize(1);
        assertThat(tasks(table, Expressions.isNull("status"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void rowThatMovesToAnotherPartitionDiesInTheOld(int formatVersion) {
        LakeTable table = catalog.table(by("status").withFormatVersion(formatVersion));
        push(table, upsert(0, order(1, 1, "new"), order(2, 1, "new"), order(3, 1, "paid")));
        push(table, upsert(1, order(1, 2, "paid"), order(3, 2, "sent")));
        push(table, upsert(2, order(1, 1, "late")));
        push(table, message(3, Op.DELETE, "{\"id\":2}"));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "paid", "3", "sent"));
        assertThat(table.count()).isEqualTo(2);
        assertThat(partitions(table)).isEqualTo(Map.of("paid", 1, "sent", 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keyThatComesTwiceInOnePageAndTwoPartitionsIsThereOnce(int formatVersion) {
        LakeTable table = catalog.table(by("status").withFormatVersion(formatVersion));
        push(table, upsert(0, order(1, 1, "old"), order(2, 50, "newer")));
        table.stage(
                slice(1, 'A'),
                batch(upsert(100, order(1, 5, "z"), order(1, 5, "a"), order(2, 5, "z"), order(3, 5, "z"))),
                NONE_REJECTED);
        table.stage(slice(1, 'A'), batch(upsert(101, order(3, 5, "b"))), NONE_REJECTED);
        table.publish(slice(1, 'A'), new Expected(2, 5), Optional.empty(), Offsets.none());

        assertThat(statuses(table)).isEqualTo(Map.of("1", "a", "2", "newer", "3", "b"));
        assertThat(table.count()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void historyWhoseVersionsLieInSeveralPartitions(int formatVersion) {
        TableSpec orders = Given.orders();
        LakeTable table = catalog.table(TableSpec.history(orders.id(), orders.columns(), orders.key(), "updated_at")
                .withFormatVersion(formatVersion)
                .with(arranged(List.of("status", "day(_valid_from)"), List.of("status desc"))));
        push(table, upsert(0, order(1, 10, "new"), order(1, 30, "sent"), order(2, 10, "new")));
        push(table, upsert(1, order(1, 20, "paid"), order(1, 20, "again")));
        table.stage(slice(1, 'A'), batch(upsert(100, order(2, 20, "z"), order(2, 20, "a"))), NONE_REJECTED);
        table.publish(slice(1, 'A'), new Expected(1, 2), Optional.empty(), Offsets.none());

        var versions = new ArrayList<String>();
        try (Rows rows = table.rows(RowQuery.all().select("id", "status", "_valid_to"))) {
            rows.forEachRemaining(row -> versions.add(row.get(0) + " " + row.get(1) + " " + (row.get(2) != null)));
        }
        assertThat(versions)
                .containsExactlyInAnyOrder("1 new true", "1 again true", "1 sent false", "2 new true", "2 a false");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void refreshSwapsAllPartitions(int formatVersion) {
        TableSpec orders = Given.orders();
        LakeTable table =
                catalog.table(TableSpec.fullRefresh(orders.id(), orders.columns(), orders.key(), orders.cursor())
                        .withFormatVersion(formatVersion)
                        .with(arranged(List.of("status"), List.of())));
        refresh(table, 1, order(1, 1, "old"), order(2, 1, "gone"));
        refresh(table, 2, order(1, 1, "z"), order(1, 1, "a"), order(3, 1, "new"));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "a", "3", "new"));
        assertThat(partitions(table)).isEqualTo(Map.of("a", 1, "new", 1));
    }

    private static void refresh(LakeTable table, long number, String... records) {
        String run = "run-" + number;
        var slice = new SliceAttempt("demo/orders", run, "slice-" + number, number, "0".repeat(25) + 'A');
        table.stage(slice, batch(upsert(number, records)), NONE_REJECTED);
        table.collect(slice, new Expected(1, records.length), Reached.all(Optional.empty()));
        table.swap(new Refresh("demo/orders", run), new Collected(1, number, records.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void partitionsChangeAndRowsOfAllOfThemAreFound(int formatVersion) {
        TableSpec heap = Given.orders().withFormatVersion(formatVersion);
        push(catalog.table(heap), upsert(0, order(1, 1, "heap"), order(2, 1, "heap"), order(3, 1, "heap")));
        var staged = catalog.table(heap);
        staged.stage(slice(1, 'A'), batch(upsert(100, order(3, 9, "staged"), order(9, 9, "staged"))), NONE_REJECTED);
        LakeTable byStatus = catalog.table(heap.with(arranged(List.of("status"), List.of())));
        push(byStatus, upsert(1, order(1, 2, "a"), order(4, 1, "a")));
        LakeTable byTime = catalog.table(heap.with(arranged(List.of("month(updated_at)"), List.of())));
        push(byTime, upsert(2, order(2, 2, "b"), order(4, 2, "b")));
        LakeTable finer = catalog.table(heap.with(arranged(List.of("bucket(4, id)", "day(updated_at)"), List.of())));
        push(finer, upsert(3, order(1, 3, "c"), order(5, 1, "c")));
        finer.publish(slice(1, 'A'), new Expected(1, 2), Optional.empty(), Offsets.none());
        LakeTable again = catalog.table(heap.with(arranged(List.of(), List.of())));
        push(again, message(4, Op.DELETE, "{\"id\":5}"));

        assertThat(statuses(again)).isEqualTo(Map.of("1", "c", "2", "b", "3", "staged", "4", "b", "9", "staged"));
        assertThat(again.count()).isEqualTo(5);
        assertThat(again.engine().table().specs()).hasSize(4);
        assertThat(again.engine().table().spec().isUnpartitioned()).isTrue();
        compacted(again);
        assertThat(statuses(again)).isEqualTo(Map.of("1", "c", "2", "b", "3", "staged", "4", "b", "9", "staged"));
    }

    @Test
    void partitionsThatSomebodyElseDeclaredStayAsLongAsWeDeclareNone() {
        LakeTable table = catalog.table(Given.orders());
        table.engine().table().updateSpec().addField("status").commit();
        table.engine().table().replaceSortOrder().desc("status").commit();
        push(catalog.table(Given.orders()), upsert(0, order(1, 1, "new"), order(2, 1, "paid")));
        push(catalog.table(Given.orders()), upsert(1, order(1, 2, "paid")));

        LakeTable now = catalog.table(Given.orders());
        assertThat(statuses(now)).isEqualTo(Map.of("1", "paid", "2", "paid"));
        assertThat(partitions(now)).isEqualTo(Map.of("paid", 2));
        assertThat(now.engine().table().sortOrder().isSorted()).isTrue();
    }

    @Test
    void partitionFieldIsNeverNamedAsAColumn() {
        LakeTable table = catalog.table(Given.orders());
        push(table, upsert(0, "{\"id\":1,\"UPDATED_AT_DAY\":\"x\"}"));
        LakeTable byDay = catalog.table(by("day(updated_at)"));
        push(byDay, upsert(1, order(2, 1, "new")));

        assertThat(byDay.engine().table().spec().fields().getFirst().name()).isEqualTo("updated_at_day_");
        assertThat(statuses(byDay)).hasSize(2);
    }

    @Test
    void columnThatIsCalledAsAPartitionFieldComesLater() {
        LakeTable table = catalog.table(by("day(updated_at)"));
        push(table, upsert(0, order(1, 1, "new")));
        push(table, upsert(1, "{\"id\":2,\"updated_at_day\":\"x\"}"));
        push(catalog.table(by("bucket(2, id)")), upsert(2, order(3, 1, "new")));
        push(catalog.table(by("day(updated_at)")), upsert(3, order(4, 1, "new")));

        push(catalog.table(by("day(updated_at)")), upsert(4, "{\"id\":5,\"updated_at_day\":\"y\"}"));

        assertThat(rows(catalog.table(by("day(updated_at)")), "id", "updated_at_day_"))
                .isEqualTo(Map.of("1", "null", "2", "x", "3", "null", "4", "null", "5", "y"));
        var columns = new ArrayList<>(Given.orders().columns());
        columns.add(Column.optional("updated_at_day", ColumnType.Scalar.DATE));
        TableSpec declared = TableSpec.upsert(Given.ORDERS, columns, List.of("id"), Optional.empty());
        assertThatThrownBy(() -> catalog.table(declared))
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining("column updated_at_day is called as a field of its partitions");
    }

    @Test
    void batchOfTooManyPartitionsIsRefusedUntilTheyAreCoarser() {
        LakeTable table = catalog.table(by("id"));
        String[] records = IntStream.rangeClosed(0, Partitions.IN_A_COMMIT_MAX)
                .mapToObj(id -> order(id, 1, "new"))
                .toArray(String[]::new);
        int before = files.locations().size();

        assertThatThrownBy(() -> table.push(batch(upsert(0, records)), upTo(0), NONE_REJECTED))
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining("more than 5000 partitions by [id]")
                .hasMessageContaining("coarser");
        assertThat(files.locations()).hasSize(before);

        LakeTable coarser = catalog.table(by("truncate(1000, id)"));
        push(coarser, upsert(0, records));
        assertThat(coarser.count()).isEqualTo(records.length);
        assertThat(partitions(coarser)).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void filesHaveTheDeclaredOrderAndKeepItInCompaction(int formatVersion) {
        LakeTable table = catalog.table(sorted("status desc", "id").withFormatVersion(formatVersion));
        for (int i = 0; i < 8; i++) {
            push(table, upsert(i, order(i, 1, "b" + i % 3), order(i + 20, 1, "a"), order(i + 40, 1, "c")));
        }
        push(table, upsert(8, "{\"id\":99}"));
        assertInOrder(table, 9);
        Map<String, String> before = statuses(table);

        assertThat(compacted(table)).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);

        assertInOrder(table, 1);
        assertThat(statuses(table)).isEqualTo(before);
    }

    @Test
    void compactionSortsAnewWhatCameBeforeTheOrder() {
        LakeTable table = catalog.table(Given.orders());
        for (int i = 0; i < 8; i++) {
            push(table, upsert(i, order(i, 1, "z" + (9 - i)), order(i + 20, 1, "a"), order(i + 40, 1, "c")));
        }
        LakeTable now = catalog.table(sorted("status"));
        push(now, upsert(8, order(7, 2, "again")));
        Map<String, String> before = statuses(now);

        compacted(now);

        assertInOrder(now, 1);
        assertThat(statuses(now)).isEqualTo(before);
        assertThat(compacted(now)).isEmpty();
    }

    @Test
    void compactionKeepsPartitionsApart() {
        LakeTable table = catalog.table(by("status"));
        for (int i = 0; i < 8; i++) {
            push(table, upsert(i, order(i, 1, "a"), order(i + 20, 1, "b")));
        }
        compacted(table);
        assertThat(partitions(table)).isEqualTo(Map.of("a", 8, "b", 8));
        assertThat(tasks(table, Expressions.alwaysTrue())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"day(status)", "bucket(0, id)", "bucket(x, id)", "nothing", "day(nothing)", "hour()"})
    void declarationThatMakesNoSenseIsRefused(String field) {
        assertThatThrownBy(() -> by(field)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoTimesOfOneColumnAreRefused() {
        assertThatThrownBy(() -> by("day(updated_at)", "year(updated_at)"))
                .hasMessage("partition field year(updated_at) (expected: one of its sort for column updated_at)");
        assertThatThrownBy(() -> sorted("status", "status desc")).hasMessage("sort field status is there twice");
    }

    private static void assertInOrder(LakeTable table, int expectedFiles) {
        Table iceberg = table.engine().table();
        iceberg.refresh();
        var order = org.apache.iceberg.SortOrderComparators.forSchema(iceberg.schema(), iceberg.sortOrder());
        List<FileScanTask> all = tasks(table, Expressions.alwaysTrue());
        assertThat(all).hasSize(expectedFiles);
        for (FileScanTask task : all) {
            assertThat(task.file().sortOrderId())
                    .isEqualTo(iceberg.sortOrder().orderId())
                    .isPositive();
            try (CloseableIterable<org.apache.iceberg.StructLike> rows = Parquet.read(
                            iceberg.io().newInputFile(task.file().location()))
                    .project(iceberg.schema())
                    .createReaderFunc(schema -> InternalReader.create(iceberg.schema(), schema))
                    .build()) {
                assertThat(List.copyOf(org.apache.iceberg.relocated.com.google.common.collect.Lists.newArrayList(rows)))
                        .isSortedAccordingTo(order);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Live rows by their file's partition, its first field as text. */
    private static Map<String, Integer> partitions(LakeTable table) {
        var found = new TreeMap<String, Integer>();
        for (FileScanTask task : tasks(table, Expressions.alwaysTrue())) {
            long dead = task.deletes().stream()
                    .mapToLong(delete -> delete.recordCount())
                    .sum();
            String partition = String.valueOf(
                    Objects.requireNonNull(task.file().partition()).get(0, Object.class));
            found.merge(partition, Math.toIntExact(task.file().recordCount() - dead), Integer::sum);
        }
        found.values().removeIf(rows -> rows == 0);
        return found;
    }

    private static List<FileScanTask> tasks(LakeTable table, org.apache.iceberg.expressions.Expression filter) {
        table.engine().table().refresh();
        try (var tasks = table.engine().table().newScan().filter(filter).planFiles()) {
            var all = new ArrayList<FileScanTask>();
            tasks.forEach(all::add);
            return all;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static TableSpec by(String... fields) {
        return Given.orders().with(arranged(List.of(fields), List.of()));
    }

    private static TableSpec sorted(String... fields) {
        return Given.orders().with(arranged(List.of(), List.of(fields)));
    }

    private static Arrangement arranged(List<String> partition, List<String> order) {
        return Arrangement.parse(Optional.of(partition), Optional.of(order));
    }
}
