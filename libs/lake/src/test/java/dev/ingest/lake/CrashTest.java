package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation of a push, and of a slice's way to main, fails in turn; then everything is done again from the start. */
class CrashTest {

    private static final BiConsumer<Lake, TableSpec> ROWS = (lake, spec) ->
            push(lake.table(spec), upsert(0, order(1, 10, "old"), order(2, 40, "newer"), order(3, 1, "stays")));

    /** Rows replaced, deleted and late, and a column that is new. */
    private static final BiConsumer<Lake, TableSpec> PUSH = (lake, spec) -> push(
            lake.table(spec),
            upsert(1, order(1, 20, "paid"), "{\"id\":4,\"status\":\"new\",\"courier\":\"x\"}", order(2, 5, "late")),
            message(2, Op.DELETE, "{\"id\":3}"));

    private static final BiConsumer<Lake, TableSpec> SLICE = (lake, spec) -> {
        LakeTable table = lake.table(spec);
        SliceAttempt slice = slice(1, 'A');
        table.stage(
                slice,
                batch(
                        upsert(10, order(1, 30, "sent"), order(2, 30, "late")),
                        upsert(11, order(1, 20, "paid"), order(4, 1, "new"))),
                NONE_REJECTED);
        table.publish(slice, new Expected(2, 4), Optional.of("c"), Offsets.none());
    };

    private static final Refresh RUN = new Refresh("demo/orders", "run-1");

    private static final BiConsumer<Lake, TableSpec> STAGED = (lake, spec) -> {
        ROWS.accept(lake, spec);
        lake.table(spec)
                .stage(
                        slice(1, 'A'),
                        batch(upsert(11, order(1, 30, "sent"), order(2, 40, "newer"), order(4, 1, "new"))),
                        NONE_REJECTED);
    };

    private static final BiConsumer<Lake, TableSpec> REFRESH = (lake, spec) -> {
        LakeTable table = lake.table(spec);
        table.collect(slice(1, 'A'), new Expected(1, 3), Reached.all(Optional.empty()));
        table.swap(RUN, new Collected(1, 1, 3));
    };

    @TempDir
    Path warehouse;

    @ParameterizedTest
    @EnumSource
    void tableIsMadeOnceWhicheverOperationFails(Faults.Way way) {
        failEach(way, 2, (lake, spec) -> {}, ROWS, Map.of("1", "old", "2", "newer", "3", "stays"));
    }

    @ParameterizedTest
    @EnumSource
    void pushIsAppliedOnceWhicheverOperationFails(Faults.Way way) {
        failEach(way, 3, ROWS, PUSH, Map.of("1", "paid", "2", "newer", "4", "new"));
    }

    @ParameterizedTest
    @EnumSource
    void sliceIsPublishedOnceWhicheverOperationFails(Faults.Way way) {
        failEach(way, 3, ROWS, SLICE, Map.of("1", "sent", "2", "newer", "3", "stays", "4", "new"));
    }

    @ParameterizedTest
    @EnumSource
    void refreshIsSwappedInOnceWhicheverOperationFails(Faults.Way way) {
        failEach(
                way,
                3,
                name -> {
                    TableSpec orders = orders(name);
                    return TableSpec.fullRefresh(orders.id(), orders.columns(), orders.key(), orders.cursor());
                },
                STAGED,
                REFRESH,
                "id",
                Map.of("1", "sent", "2", "newer", "4", "new"));
    }

    /** Two versions in place of one: what ends the older and what begins the newer are one commit. */
    @ParameterizedTest
    @EnumSource(names = "DEAD")
    void versionFollowsAnotherOnceWhicheverOperationFails(Faults.Way way) {
        failEach(
                way,
                3,
                name -> {
                    TableSpec orders = orders(name);
                    return TableSpec.history(
                            orders.id(),
                            orders.columns(),
                            orders.key(),
                            orders.cursor().orElseThrow());
                },
                (lake, spec) -> push(lake.table(spec), upsert(0, order(1, 10, "old"))),
                (lake, spec) -> push(lake.table(spec), upsert(1, order(1, 20, "new"))),
                "status",
                Map.of("old", "2026-01-01T10:20Z", "new", "null"));
    }

    /** @param snapshots that main has in the end, the root included: no commit was made twice */
    private void failEach(
            Faults.Way way,
            int snapshots,
            BiConsumer<Lake, TableSpec> given,
            BiConsumer<Lake, TableSpec> work,
            Map<String, String> expected) {
        failEach(way, snapshots, Given::orders, given, work, "id", expected);
    }

    private void failEach(
            Faults.Way way,
            int snapshots,
            Function<String, TableSpec> specs,
            BiConsumer<Lake, TableSpec> given,
            BiConsumer<Lake, TableSpec> work,
            String distinct,
            Map<String, String> expected) {
        Destination destination = Database.destination("file:" + warehouse, Map.of());
        try (Lake lake = Lake.open(destination, LakeCredentials.none())) {
            Faults faults;
            int failing = 0;
            do {
                faults = new Faults(way, ++failing);
                TableSpec spec = specs.apply("orders-" + failing);
                given.accept(lake, spec);
                attempt(work, faults, destination, spec);
                work.accept(lake, spec);
                requireWhole(lake.table(spec), faults.failed(), distinct, expected);
                assertThat(lake.table(spec).snapshots()).as(faults.failed()).hasSize(snapshots);
            } while (faults.operations() >= failing);
            assertThat(failing).isGreaterThan(15);
        }
    }

    private static void attempt(
            BiConsumer<Lake, TableSpec> work, Faults faults, Destination destination, TableSpec spec) {
        try (Lake lake = faults.open(destination)) {
            work.accept(lake, spec);
        } catch (RuntimeException e) {
            assertThat(faults.operations()).as("%s", e).isPositive();
        }
    }

    /** The rows are there once, and every state that the table claims to have can be read. */
    private static void requireWhole(LakeTable table, String failed, String distinct, Map<String, String> expected) {
        String value = distinct.equals("id") ? "status" : "_valid_to";
        assertThat(rows(table, distinct, value)).as(failed).isEqualTo(expected);
        assertThat(table.count()).as(failed).isEqualTo(expected.size());
        assertThat(table.engine().table().refs()).as(failed).containsOnlyKeys("main", "ingest-root");
        for (SnapshotInfo snapshot : table.snapshots()) {
            assertThat(rows(table, RowQuery.all().select(distinct).asOf(snapshot.id())))
                    .as(failed)
                    .hasSizeLessThanOrEqualTo(expected.size());
        }
    }
}
