package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.ORDERS;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.slice;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation of a push, and of a slice's way to main, fails in turn; then everything is done again from the start. */
class CrashTest {

    /** Two commits of each kind, so that the second meets rows, deletes and a column of the first. */
    private static final Consumer<Lake> PUSHES = lake -> {
        LakeTable table = lake.table(orders());
        push(table, upsert(0, order(1, 10, "new"), order(2, 10, "new"), order(3, 10, "new")));
        push(
                table,
                upsert(1, order(1, 20, "paid"), "{\"id\":4,\"status\":\"new\",\"courier\":\"x\"}", order(2, 5, "late")),
                message(2, Op.DELETE, "{\"id\":3}"));
    };

    private static final Map<String, String> PUSHED = Map.of("1", "paid", "2", "new", "4", "new");

    private static final Consumer<Lake> SLICES = lake -> {
        LakeTable table = lake.table(orders());
        for (long number = 1; number <= 2; number++) {
            SliceAttempt slice = slice(number, 'A');
            table.stage(slice, batch(upsert(number * 10, order(1, 10 + (int) number, "s" + number))), NONE_REJECTED);
            table.stage(
                    slice,
                    batch(upsert(
                            number * 10 + 1, order(1, 30 - (int) number, "t" + number), order(number + 5, 1, "u"))),
                    NONE_REJECTED);
            table.publish(slice, new Expected(2, 3), Optional.of("c" + number), Offsets.none());
        }
    };

    private static final Map<String, String> PUBLISHED = Map.of("1", "t1", "6", "u", "7", "u");

    @TempDir
    Path warehouse;

    @ParameterizedTest
    @EnumSource
    void pushIsAppliedOnceWhicheverOperationFails(Faults.Way way) {
        failEach(way, PUSHES, PUSHED);
    }

    @ParameterizedTest
    @EnumSource
    void sliceIsPublishedOnceWhicheverOperationFails(Faults.Way way) {
        failEach(way, SLICES, PUBLISHED);
    }

    @Test
    void lostAnswerOfACommitIsLookedUpAndNotRepeated() {
        Destination destination = destination();
        long operations = count(PUSHES, destination());
        for (long failing = 1; failing <= operations; failing++) {
            var faults = new Faults(Faults.Way.ANSWER_LOST, failing);
            destination = destination();
            try (Lake lake = faults.open(destination)) {
                PUSHES.accept(lake);
            } catch (RuntimeException e) {
                assertThat(e).as(faults.failed()).hasMessageNotContaining("no commit in");
            }
            try (Lake lake = Lake.open(destination, LakeCredentials.none())) {
                assertThat(lake.find(ORDERS).map(LakeTable::snapshots).orElse(List.of()))
                        .as(faults.failed())
                        .hasSizeLessThanOrEqualTo(3);
            }
        }
    }

    private void failEach(Faults.Way way, Consumer<Lake> work, Map<String, String> expected) {
        long operations = count(work, destination());
        assertThat(operations).isGreaterThan(20);
        for (long failing = 1; failing <= operations; failing++) {
            var faults = new Faults(way, failing);
            Destination destination = destination();
            attempt(work, faults, destination);
            try (Lake lake = Lake.open(destination, LakeCredentials.none())) {
                work.accept(lake);
                requireWhole(lake, faults.failed(), expected);
            }
        }
    }

    private static void attempt(Consumer<Lake> work, Faults faults, Destination destination) {
        try (Lake lake = faults.open(destination)) {
            work.accept(lake);
        } catch (RuntimeException e) {
            assertThat(e.toString() + e.getCause()).isNotEmpty();
        }
    }

    /** The rows are there once, and every state that the table claims to have can be read. */
    private static void requireWhole(Lake lake, String failed, Map<String, String> expected) {
        LakeTable table = lake.table(orders());
        assertThat(rows(table, "id", "status")).as(failed).isEqualTo(expected);
        assertThat(table.count()).as(failed).isEqualTo(expected.size());
        assertThat(table.engine().table().refs()).as(failed).containsOnlyKeys("main", "ingest-root");
        for (SnapshotInfo snapshot : table.snapshots()) {
            assertThat(rows(table, RowQuery.all().select("id", "status").asOf(snapshot.id()))
                            .size())
                    .as(failed)
                    .isLessThanOrEqualTo(expected.size());
        }
    }

    private static long count(Consumer<Lake> work, Destination destination) {
        var faults = Faults.none();
        try (Lake lake = faults.open(destination)) {
            work.accept(lake);
        }
        return faults.operations();
    }

    private Destination destination() {
        Destination any = Database.destination("file:" + warehouse, Map.of());
        return Database.destination("file:" + warehouse.resolve(any.catalogName()), Map.of());
    }
}
