package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.slice;
import static dev.ingest.lake.Given.statuses;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTest {

    @TempDir
    Path warehouse;

    private Lake lake;
    private LakeTable table;

    @BeforeEach
    void open() {
        lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none());
        table = lake.table(orders());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void sliceIsInvisibleUntilItIsPublishedWhole(int formatVersion) {
        var versioned = lake.table(new TableSpec(
                new TableId("shop", "v" + formatVersion),
                orders().columns(),
                orders().key(),
                orders().cursor(),
                MergeMode.UPSERT,
                formatVersion));
        push(
                versioned,
                upsert(0, order(1, 10, "old"), order(2, 50, "newer"), order(3, 10, "old"), order(9, 1, "stays")));
        stage(versioned, slice(1, 'A'), upsert(100, order(1, 20, "paid"), order(2, 20, "late"), order(4, 5, "new")));
        stage(
                versioned,
                slice(1, 'A'),
                upsert(101, order(1, 30, "sent"), order(4, 4, "earlier"), order(3, 10, "same")));

        Map<String, String> before = statuses(versioned);
        PublishResult result = versioned.publish(
                slice(1, 'A'), new Expected(2, 6), Optional.of("{\"updated_at\":\"x\"}"), Offsets.none());

        assertThat(before).isEqualTo(Map.of("1", "old", "2", "newer", "3", "old", "9", "stays"));
        assertThat(statuses(versioned))
                .isEqualTo(Map.of("1", "sent", "2", "newer", "3", "same", "4", "new", "9", "stays"));
        assertThat(versioned.count()).isEqualTo(5);
        assertThat(result).isInstanceOfSatisfying(PublishResult.Published.class, published -> {
            assertThat(published.commit().slice()).contains(slice(1, 'A'));
            assertThat(published.commit().cursorState()).contains("{\"updated_at\":\"x\"}");
            assertThat(published.commit().records()).isEqualTo(6);
            assertThat(published.commit().rowsWritten()).isEqualTo(3);
            assertThat(published.commit().rowsDeleted()).isEqualTo(2);
        });
        assertThat(versioned.engine().table().refs()).containsOnlyKeys("main", "ingest-root");
        assertThat(versioned.progress().slices("demo/orders")).isEqualTo(new AppliedSlices(1, List.of()));
    }

    @Test
    void pagesReadAgainAreStagedOnce() {
        stage(table, slice(1, 'A'), upsert(100, order(1, 1, "new")));
        StageResult again =
                stage(table, slice(1, 'A'), upsert(100, order(1, 1, "new")), upsert(101, order(2, 1, "new")));

        assertThat(again).isEqualTo(new StageResult.Staged(2, 2, List.of()));
    }

    @Test
    void newerAttemptReplacesTheOlderWhoseLatePagesAreIgnored() {
        stage(table, slice(1, 'A'), upsert(100, order(1, 1, "dead attempt"), order(2, 1, "dead attempt")));
        stage(table, slice(1, 'B'), upsert(110, order(1, 1, "live attempt")));

        StageResult late = stage(table, slice(1, 'A'), upsert(111, order(3, 1, "dead attempt")));
        table.publish(slice(1, 'B'), new Expected(1, 1), Optional.empty(), Offsets.none());

        assertThat(late).isEqualTo(new StageResult.Superseded(slice(1, 'B').attempt()));
        assertThat(statuses(table)).isEqualTo(Map.of("1", "live attempt"));
    }

    @Test
    void publishingTwiceAppliesOnceAndTellsTheSameFacts() {
        stage(table, slice(1, 'A'), upsert(100, order(1, 1, "new")));
        var first = table.publish(slice(1, 'A'), new Expected(1, 1), Optional.of("c"), Offsets.none());
        push(table, upsert(200, order(2, 1, "pushed")));

        var again = table.publish(slice(1, 'A'), new Expected(1, 1), Optional.of("c"), Offsets.none());

        CommitFacts facts = ((PublishResult.Published) first).commit();
        assertThat(again).isEqualTo(new PublishResult.AlreadyApplied(Optional.of(facts)));
        assertThat(table.count()).isEqualTo(2);
    }

    @Test
    void whatASliceLeftIsToldWithItsCommitAlsoToALaterAttempt() {
        var reached = new Reached(Optional.empty(), Optional.of("{\"cursor\":\"c\"}"));
        table.publish(slice(1, 'A'), new Expected(0, 0), reached, Offsets.none());
        stage(table, slice(1, 'B'), upsert(110, order(1, 1, "late")));

        var again = table.publish(slice(1, 'B'), new Expected(1, 1), Optional.of("end"), Offsets.none());

        assertThat(again).isInstanceOfSatisfying(PublishResult.AlreadyApplied.class, before -> {
            CommitFacts facts = before.commit().orElseThrow();
            assertThat(facts.slice()).contains(slice(1, 'A'));
            assertThat(facts.rest()).contains("{\"cursor\":\"c\"}");
            assertThat(facts.cursorState()).isEmpty();
        });
    }

    @Test
    void cursorTooLongForTheTablesMetadataIsRefused() {
        var endless = Optional.of("x".repeat(Reached.LENGTH_MAX + 1));

        assertThatThrownBy(() -> table.publish(slice(1, 'A'), new Expected(0, 0), endless, Offsets.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cursor state of 524289 characters (expected: at most 524288)");
    }

    @Test
    void attemptThatMadeWayForANewerOneIsNoMismatch() {
        stage(table, slice(1, 'A'), upsert(100, order(1, 1, "dead attempt")));
        stage(table, slice(1, 'B'), upsert(110, order(1, 1, "live attempt")));

        var result = table.publish(slice(1, 'A'), new Expected(1, 1), Optional.empty(), Offsets.none());

        assertThat(result).isEqualTo(new PublishResult.Superseded(slice(1, 'B').attempt()));
        assertThat(table.count()).isZero();
    }

    @Test
    void pagesOfAPublishedSliceAreIgnored() {
        stage(table, slice(1, 'A'), upsert(100, order(1, 1, "new")));
        table.publish(slice(1, 'A'), new Expected(1, 1), Optional.empty(), Offsets.none());

        assertThat(stage(table, slice(1, 'B'), upsert(120, order(1, 1, "again"))))
                .isEqualTo(new StageResult.AlreadyPublished());
        assertThat(table.engine().table().refs()).containsOnlyKeys("main", "ingest-root");
    }

    @Test
    void emptySliceIsProgressToo() {
        var result = table.publish(slice(1, 'A'), new Expected(0, 0), Optional.of("end"), Offsets.none());

        assertThat(result).isInstanceOfSatisfying(PublishResult.Published.class, published -> {
            assertThat(published.commit().cursorState()).contains("end");
            assertThat(published.commit().rowsWritten()).isZero();
        });
        assertThat(table.progress().slices("demo/orders").through()).isEqualTo(1);
    }

    @Test
    void branchThatLacksAPageIsNotPublished() {
        stage(table, slice(1, 'A'), upsert(100, order(1, 1, "new")));

        assertThatThrownBy(() -> table.publish(slice(1, 'A'), new Expected(2, 2), Optional.empty(), Offsets.none()))
                .isInstanceOfSatisfying(MismatchException.class, mismatch -> {
                    assertThat(mismatch.found()).isEqualTo(new Expected(1, 1));
                    assertThat(mismatch.expected()).isEqualTo(new Expected(2, 2));
                });
        assertThat(table.count()).isZero();
    }

    @Test
    void abortedAttemptLeavesNothing() {
        stage(table, slice(1, 'A'), upsert(100, order(1, 1, "new")));

        table.drop(slice(1, 'A'));
        table.drop(slice(1, 'A'));

        assertThat(table.engine().table().refs()).containsOnlyKeys("main", "ingest-root");
        assertThat(table.count()).isZero();
    }

    @Test
    void slicesPublishedOutOfOrderAreRememberedAboveTheGap() {
        for (long number : new long[] {1, 4, 3}) {
            table.publish(slice(number, 'A'), new Expected(0, 0), Optional.empty(), Offsets.none());
        }
        assertThat(table.progress().slices("demo/orders"))
                .isEqualTo(new AppliedSlices(1, List.of(new AppliedSlices.Range(3, 4))));

        table.publish(slice(2, 'A'), new Expected(0, 0), Optional.empty(), Offsets.none());

        assertThat(table.progress().slices("demo/orders")).isEqualTo(new AppliedSlices(4, List.of()));
    }

    @Test
    void publishMeetsAPushThatCameInBetween() {
        LakeTable pusher = lake.table(orders());
        stage(table, slice(1, 'A'), upsert(100, order(1, 20, "staged"), order(2, 20, "staged")));
        push(pusher, upsert(7, order(1, 30, "pushed"), order(2, 10, "pushed")));

        table.publish(slice(1, 'A'), new Expected(1, 2), Optional.empty(), Offsets.none());

        assertThat(statuses(table)).isEqualTo(Map.of("1", "pushed", "2", "staged"));
        assertThat(table.progress().offsets()).isEqualTo(Given.upTo(7));
    }

    @Test
    void sliceLargerThanTheKeysInMemoryIsSettledInParts() {
        push(table, upsert(0, order(1, 1, "old"), order(2, 1, "old"), order(3, 59, "newest")));
        stage(
                table,
                slice(1, 'A'),
                upsert(100, order(1, 2, "x"), order(2, 2, "x"), order(3, 2, "x"), order(4, 2, "x")));
        stage(table, slice(1, 'A'), upsert(101, order(4, 3, "y"), order(5, 3, "y"), order(1, 3, "y")));

        new Publish(table.engine(), 2)
                .publish(slice(1, 'A'), new Expected(2, 7), Reached.all(Optional.empty()), Offsets.none());

        assertThat(statuses(table)).isEqualTo(Map.of("1", "y", "2", "x", "3", "newest", "4", "y", "5", "y"));
        assertThat(table.count()).isEqualTo(5);
    }

    @Test
    void appendedSliceKeepsEveryRecord() {
        var log = lake.table(TableSpec.append(
                new TableId("shop", "log"), List.of(Column.optional("line", ColumnType.Scalar.STRING))));
        stage(log, slice(1, 'A'), message(1, Op.APPEND, "{\"line\":\"a\"}", "{\"line\":\"a\"}"));
        log.publish(slice(1, 'A'), new Expected(1, 2), Optional.empty(), Offsets.none());

        assertThat(log.count()).isEqualTo(2);
    }

    @Test
    void rejectedRecordsAreNamedAlikeByEveryAttemptHoweverItIsCutIntoPages() {
        List<String> first = new ArrayList<>();
        table.stage(slice(1, 'A'), batch(upsert(100, "x", order(1, 1, "new"), "y")), collect(first));
        table.stage(slice(1, 'A'), batch(upsert(101, "x", "x")), collect(first));
        List<String> second = new ArrayList<>();
        table.stage(slice(1, 'B'), batch(upsert(110, "x"), upsert(111, order(1, 1, "new"))), collect(second));
        table.stage(slice(1, 'B'), batch(upsert(112, "y", "x", "x")), collect(second));
        List<String> other = new ArrayList<>();
        table.stage(slice(2, 'A'), batch(upsert(120, "x")), collect(other));

        assertThat(first).hasSize(4).doesNotHaveDuplicates().isEqualTo(second);
        assertThat(first.getFirst()).startsWith("slice-1-").endsWith("-1");
        assertThat(other).doesNotContainAnyElementsOf(first);
    }

    @Test
    void recordsBeyondThoseThatAnAttemptRemembersAreCountedWithinTheirBatch() {
        var rejection = Rejection.at(new Position("topic", 0, 1), 0, "odd", new byte[] {1});
        var batch = new SliceRejections(slice(1, 'A'), Map.of(), 0);

        assertThat(batch.named(List.of(rejection, rejection)))
                .extracting(Rejection::id)
                .doesNotHaveDuplicates();
        assertThat(batch.counts()).isEmpty();
    }

    private static RejectionHandler collect(List<String> ids) {
        return rejections -> rejections.forEach(rejection -> ids.add(rejection.id()));
    }

    @Test
    void deletesAreNotStaged() {
        assertThatThrownBy(() -> stage(table, slice(1, 'A'), message(100, Op.DELETE, "{\"id\":1}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deletes");
    }

    private static StageResult stage(LakeTable table, SliceAttempt attempt, Message... pages) {
        return table.stage(attempt, batch(pages), NONE_REJECTED);
    }
}
