package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.slice;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.relocated.com.google.common.collect.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of which little is left are written anew with the batch, the others are marked; nobody who counts or follows rows is told more. */
class CopyOnWriteTest {

    private final MemoryLake lake = new MemoryLake(CopyOnWrite.USUAL);
    private final LakeTable table = lake.table(orders());

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void smallTableStaysOneFileWithoutDeletesAndCountsOnlyWhatChanged(int formatVersion) {
        LakeTable small = lake.table(orders("small").withFormatVersion(formatVersion));
        push(small, upsert(0, order(1, 1, "new"), order(2, 1, "new"), order(3, 1, "new")));

        PushResult result = push(small, upsert(1, order(1, 2, "paid")), message(2, Op.DELETE, "{\"id\":3}"));

        assertThat(files(small))
                .hasSize(1)
                .allSatisfy(file -> assertThat(file.deletes()).isEmpty());
        assertThat(statuses(small)).isEqualTo(Map.of("1", "paid", "2", "new"));
        CommitFacts facts = result.commit().orElseThrow();
        assertThat(facts.rowsWritten()).isEqualTo(1);
        assertThat(facts.rowsDeleted()).isEqualTo(2);
        assertThat(moved(small)).isEqualTo(1);
    }

    @Test
    void rowsKeepTheirIdsAndTheirLastChangeAsOftenAsTheyAreMoved() {
        push(table, upsert(0, order(1, 1, "new"), order(2, 1, "new"), order(3, 1, "new")));
        Map<Long, String> before = lineage();

        for (int i = 1; i <= 3; i++) {
            push(table, upsert(i, order(1, 1 + i, "paid")));
            assertThat(moved(table)).isEqualTo(2);
        }

        Map<Long, String> after = lineage();
        assertThat(after.get(2L)).isEqualTo(before.get(2L));
        assertThat(after.get(3L)).isEqualTo(before.get(3L));
        assertThat(after.get(1L))
                .startsWith(Objects.requireNonNull(before.get(1L)).split(" ")[0] + " ")
                .isNotEqualTo(before.get(1L));
        assertThat(after.values()).doesNotHaveDuplicates();
    }

    @Test
    void sliceLeavesTheRestOfSeveralFilesInOne() {
        LakeTable marking = new MemoryLake(CopyOnWrite.NEVER).table(orders());
        for (LakeTable each : List.of(table, marking)) {
            push(each, upsert(0, order(1, 1, "new"), order(2, 1, "new")));
            push(each, upsert(1, order(3, 1, "new"), order(4, 1, "new")));
            SliceAttempt slice = slice(1, 'A');
            each.stage(slice, batch(upsert(10, order(1, 5, "sent"), order(3, 5, "sent"))), NONE_REJECTED);
            each.publish(slice, new Expected(1, 2), Optional.empty(), Offsets.none());
            assertThat(statuses(each)).isEqualTo(Map.of("1", "sent", "2", "new", "3", "sent", "4", "new"));
        }
        assertThat(files(table))
                .hasSize(2)
                .allSatisfy(file -> assertThat(file.deletes()).isEmpty());
        assertThat(files(marking)).hasSize(3);
        assertThat(moved(table)).isEqualTo(2);
        assertThat(moved(marking)).isZero();
    }

    @Test
    void fileWithALargeRestIsMarkedAndTheSmallOneBesideItIsNot() {
        push(table, upsert(0, many(0, 5_000)));
        push(table, upsert(1, many(0, 100)));
        push(table, upsert(2, order(5, 3, "third"), order(4_000, 3, "third")));

        assertThat(moved(table)).isEqualTo(99);
        assertThat(files(table)).hasSize(2);
        assertThat(files(table).stream().mapToInt(file -> file.deletes().size()))
                .containsExactlyInAnyOrder(0, 1);
        assertThat(table.count()).isEqualTo(5_000);
    }

    @Test
    void batchMakesUpForARestOfItsOwnSizeAndNoMore() {
        push(table, upsert(0, many(0, 6_000)));
        push(table, upsert(1, many(0, 2_900)));
        assertThat(moved(table)).as("3,100 left by 2,900").isZero();
        push(table, upsert(2, many(2_800, 6_000)));
        assertThat(moved(table))
                .as("2,800 left by 3,200; the other file is dead")
                .isEqualTo(2_800);
        assertThat(files(table)).hasSize(1);
        assertThat(table.count()).isEqualTo(6_000);
    }

    @Test
    void limitsAreForAllFilesOfAMergeAndTheCheapestComeFirst() {
        DeadRows dead = dead();
        assertThat(chosen(new CopyOnWrite(1_000, 0, Long.MAX_VALUE, 10), dead, 0))
                .containsExactly(3L, 5L, 9L);
        assertThat(chosen(new CopyOnWrite(7, 0, Long.MAX_VALUE, 10), dead, 0)).containsExactly(3L, 5L);
        assertThat(chosen(new CopyOnWrite(0, 2, Long.MAX_VALUE, 10), dead, 1)).containsExactly(3L);
        assertThat(chosen(new CopyOnWrite(1_000, 0, Long.MAX_VALUE, 2), dead, 0))
                .containsExactly(3L, 5L);
        assertThat(chosen(new CopyOnWrite(1_000, 0, 1, 10), dead, 0)).isEmpty();
        assertThat(chosen(CopyOnWrite.NEVER, dead, 1_000)).isEmpty();
    }

    /** Three files of 3, 5 and 9 rows, one of each dead. */
    private DeadRows dead() {
        push(table, upsert(0, many(0, 5)));
        push(table, upsert(1, many(100, 109)));
        push(table, upsert(2, many(200, 203)));
        var dead = new DeadRows();
        files(table).forEach(file -> dead.add(file, 1));
        return dead;
    }

    private List<Long> chosen(CopyOnWrite limits, DeadRows dead, long batch) {
        return limits.choose(dead, batch, table.engine().table()).stream()
                .map(file -> file.task().file().recordCount())
                .toList();
    }

    @Test
    void filesOfOtherPartitionsThanTheTableHasNowAreMarked() {
        push(table, upsert(0, order(1, 1, "new"), order(2, 1, "paid"), order(3, 1, "sent")));
        TableSpec partitioned = orders().with(Arrangement.parse(Optional.of(List.of("status")), Optional.empty()));
        LakeTable after = lake.table(partitioned);
        push(after, upsert(1, order(1, 2, "paid")));

        assertThat(moved(after)).isZero();
        push(after, upsert(2, order(4, 2, "paid")));
        push(after, upsert(3, order(1, 3, "sent"), order(4, 3, "paid")));
        assertThat(statuses(after)).isEqualTo(Map.of("1", "sent", "2", "paid", "3", "sent", "4", "paid"));
    }

    @Test
    void columnThatSomebodyGaveTheTableMeanwhileIsNotLost() {
        push(table, upsert(0, order(1, 1, "new"), "{\"id\":2,\"status\":\"new\",\"courier\":\"x\"}"));
        Layout stale = new Layout(
                table.engine().table().schema().select("id", "updated_at", "status"),
                List.of("id"),
                Optional.of("updated_at"));
        var files = new AttemptFiles(table.engine().table(), 3);
        var dead = new DeadRows();
        dead.add(files(table).getFirst(), 0);

        var commit = new MainCommit(table.engine(), table.engine().main());
        commit.replace(dead, List.of(), 1, stale, files);
        commit.update().orElseThrow().commit();

        assertThat(rows(table, "id", "courier")).isEqualTo(Map.of("2", "x"));
    }

    private static String[] many(int from, int to) {
        return IntStream.range(from, to).mapToObj(id -> order(id, 1, "new")).toArray(String[]::new);
    }

    private static List<FileScanTask> files(LakeTable of) {
        Table table = of.engine().table();
        table.refresh();
        return ImmutableList.copyOf(table.newScan().planFiles());
    }

    private static long moved(LakeTable of) {
        return Summary.number(of.engine().main(), Summary.ROWS_MOVED);
    }

    /** Identity and last change by key. */
    private Map<Long, String> lineage() {
        var columns = new org.apache.iceberg.Schema(
                table.engine().table().schema().findField("id"),
                MetadataColumns.ROW_ID,
                MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER);
        var found = new TreeMap<Long, String>();
        for (FileScanTask file : files(table)) {
            try (CloseableIterable<StructLike> live =
                    LiveRows.read(table.engine().table(), file, columns, Expressions.alwaysTrue())) {
                live.forEach(row ->
                        found.put(row.get(0, Long.class), row.get(1, Long.class) + " " + row.get(2, Long.class)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return found;
    }
}
