package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that bring the whole table anew. */
class RefreshTest {

    @TempDir
    Path warehouse;

    private Lake lake;
    private LakeTable table;
    private long offset;

    @BeforeEach
    void open() {
        lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none());
        table = lake.table(refreshed(3));
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void tableIsTheOldOneUntilTheNewOneIsWhole(int formatVersion) {
        table = lake.table(refreshed(formatVersion));
        collect(1, "run-1", order(1, 10, "old"), order(2, 10, "gone"));
        assertThat(statuses(table)).isEmpty();
        assertThat(swap("run-1", 1, 1, 2)).isInstanceOf(PublishResult.Published.class);
        collect(2, "run-2", order(1, 5, "new"), order(3, 5, "twice"));
        collect(3, "run-2", order(4, 5, "more"), order(3, 6, "newer"), order(1, 1, "late"));
        assertThat(statuses(table)).isEqualTo(Map.of("1", "old", "2", "gone"));

        CommitFacts swapped = published(swap("run-2", 2, 3, 5));

        assertThat(statuses(table)).isEqualTo(Map.of("1", "new", "3", "newer", "4", "more"));
        assertThat(swapped.refresh()).contains(new Refresh("demo/orders", "run-2"));
        assertThat(swapped.records()).isEqualTo(5);
        assertThat(swapped.rowsWritten()).isEqualTo(3);
        assertThat(swapped.rowsDeleted()).isEqualTo(2);
        assertThat(table.count()).isEqualTo(3);
        requireNoBranches();
    }

    @Test
    void keylessRowsAreAllKept() {
        table = lake.table(TableSpec.fullRefresh(
                new TableId("shop", "lines"),
                List.of(Column.optional("a", ColumnType.Scalar.LONG)),
                List.of(),
                Optional.empty()));
        collect(1, "run-1", "{\"a\":1}", "{\"a\":1}");
        swap("run-1", 1, 1, 2);
        collect(2, "run-2", "{\"a\":1}");
        collect(3, "run-2", "{\"a\":1}", "{\"a\":2}");
        swap("run-2", 2, 3, 3);
        assertThat(table.count()).isEqualTo(3);
    }

    @Test
    void runWithoutRecordsEmptiesTheTable() {
        collect(1, "run-1", order(1, 10, "old"));
        swap("run-1", 1, 1, 1);
        table.collect(attempt(2, "run-2"), new Expected(0, 0), Reached.all(Optional.empty()));
        assertThat(published(swap("run-2", 1, 2, 0)).rowsDeleted()).isEqualTo(1);
        assertThat(table.count()).isZero();
        requireNoBranches();
    }

    @Test
    void repeatsChangeNothingAndTellTheSame() {
        collect(1, "run-1", order(1, 10, "a"));
        SliceAttempt again = attempt(1, "run-1");
        assertThat(table.collect(again, new Expected(1, 1), Reached.all(Optional.empty())))
                .isInstanceOfSatisfying(
                        PublishResult.AlreadyApplied.class,
                        before -> assertThat(before.commit().orElseThrow().slice())
                                .contains(again));
        CommitFacts swapped = published(swap("run-1", 1, 1, 1));
        assertThat(swap("run-1", 1, 1, 1)).isEqualTo(new PublishResult.AlreadyApplied(Optional.of(swapped)));
        assertThat(table.collect(again, new Expected(1, 1), Reached.all(Optional.empty())))
                .isEqualTo(new PublishResult.AlreadyApplied(Optional.empty()));
        assertThat(statuses(table)).isEqualTo(Map.of("1", "a"));
        requireNoBranches();
    }

    @Test
    void runThatIsNotWholeIsNeverSwappedIn() {
        collect(1, "run-1", order(1, 10, "old"));
        swap("run-1", 1, 1, 1);
        collect(2, "run-2", order(2, 10, "half"));
        assertThatThrownBy(() -> swap("run-2", 2, 3, 2))
                .isInstanceOf(IncompleteRefreshException.class)
                .hasMessageContaining("slices=1, through=2, records=1")
                .hasMessageContaining("slices=2, through=3, records=2");
        assertThatThrownBy(() -> swap("run-2", 1, 2, 7)).isInstanceOf(IncompleteRefreshException.class);
        assertThatThrownBy(() -> swap("run-3", 1, 4, 0)).isInstanceOf(IncompleteRefreshException.class);
        assertThat(statuses(table)).isEqualTo(Map.of("1", "old"));
        requireNoBranches();
    }

    @Test
    void runThatWasGivenUpLeavesNothingWhenTheNextOneBegins() {
        collect(1, "run-1", order(1, 10, "given up"));
        SliceAttempt other = new SliceAttempt("demo/others", "run-0", "others-1", 1, "0".repeat(25) + 'A');
        table.stage(other, batch(upsert(offset++, order(5, 10, "another stream's"))), NONE_REJECTED);
        table.collect(other, new Expected(1, 1), Reached.all(Optional.empty()));

        collect(2, "run-2", order(2, 10, "new"));
        assertThat(table.engine().table().refs())
                .containsOnlyKeys("main", "ingest-root", "refresh-run-0", "refresh-run-2");

        swap("run-2", 1, 2, 1);
        assertThat(statuses(table)).isEqualTo(Map.of("2", "new"));
        assertThat(table.engine().table().refs()).containsOnlyKeys("main", "ingest-root", "refresh-run-0");
    }

    @Test
    void lateSliceOfARunThatWasGivenUpLeavesTheNextOnesAlone() {
        collect(3, "run-2", order(2, 10, "new"));
        collect(2, "run-1", order(9, 10, "late"));
        swap("run-2", 1, 3, 1);
        assertThat(statuses(table)).isEqualTo(Map.of("2", "new"));
        requireNoBranches();
    }

    @Test
    void whatOlderRunsStillBringIsTooLate() {
        collect(1, "run-1", order(1, 10, "given up"));
        SliceAttempt zombie = attempt(2, "run-1");
        table.stage(zombie, batch(upsert(offset++, order(9, 10, "zombie"))), NONE_REJECTED);
        collect(3, "run-2", order(2, 10, "new"));
        swap("run-2", 1, 3, 1);

        assertThat(table.stage(zombie, batch(upsert(offset++, order(8, 10, "zombie"))), NONE_REJECTED))
                .isInstanceOf(StageResult.AlreadyPublished.class);
        assertThat(table.collect(zombie, new Expected(1, 1), Reached.all(Optional.empty())))
                .isEqualTo(new PublishResult.AlreadyApplied(Optional.empty()));
        assertThat(swap("run-1", 2, 2, 2)).isEqualTo(new PublishResult.AlreadyApplied(Optional.empty()));
        assertThat(statuses(table)).isEqualTo(Map.of("2", "new"));
        requireNoBranches();
    }

    @Test
    void newerAttemptTakesTheOldersPlace() {
        SliceAttempt older = new SliceAttempt("demo/orders", "run-1", "slice-1", 1, "0".repeat(25) + 'A');
        SliceAttempt newer = new SliceAttempt("demo/orders", "run-1", "slice-1", 1, "0".repeat(25) + 'B');
        table.stage(older, batch(upsert(offset++, order(1, 10, "older"))), NONE_REJECTED);
        table.stage(newer, batch(upsert(offset++, order(1, 10, "newer"))), NONE_REJECTED);
        Reached all = Reached.all(Optional.empty());
        assertThat(table.collect(older, new Expected(1, 1), all)).isInstanceOf(PublishResult.Superseded.class);
        table.collect(newer, new Expected(1, 1), all);
        swap("run-1", 1, 1, 1);
        assertThat(statuses(table)).isEqualTo(Map.of("1", "newer"));
    }

    @Test
    void rowsThatOthersPutOnMainMeanwhileGoWithTheOldTable() {
        collect(1, "run-1", order(1, 10, "old"));
        swap("run-1", 1, 1, 1);
        collect(2, "run-2", order(2, 10, "new"));
        LakeTable other = lake.table(refreshed(3));
        other.progress();
        Given.push(other, upsert(offset++, order(7, 1, "pushed")));
        other.engine()
                .table()
                .newDelete()
                .deleteFromRowFilter(org.apache.iceberg.expressions.Expressions.equal("id", 1L))
                .commit();

        swap("run-2", 1, 2, 1);

        assertThat(statuses(table)).isEqualTo(Map.of("2", "new"));
        assertThat(table.progress().offsets().of(Given.TOPIC, 0)).hasValue(offset - 1);
    }

    private void collect(long number, String run, String... records) {
        SliceAttempt slice = attempt(number, run);
        table.stage(slice, batch(upsert(offset++, records)), NONE_REJECTED);
        table.collect(slice, new Expected(1, records.length), Reached.all(Optional.empty()));
    }

    private PublishResult swap(String run, long slices, long through, long records) {
        return table.swap(new Refresh("demo/orders", run), new Collected(slices, through, records));
    }

    private static CommitFacts published(PublishResult result) {
        return ((PublishResult.Published) result).commit();
    }

    private static SliceAttempt attempt(long number, String run) {
        return new SliceAttempt("demo/orders", run, run + "-" + number, number, "0".repeat(25) + 'A');
    }

    private void requireNoBranches() {
        assertThat(table.engine().table().refs()).containsOnlyKeys("main", "ingest-root");
    }

    private static TableSpec refreshed(int formatVersion) {
        TableSpec orders = Given.orders("refreshed-" + formatVersion);
        return TableSpec.fullRefresh(orders.id(), orders.columns(), orders.key(), orders.cursor())
                .withFormatVersion(formatVersion);
    }
}
