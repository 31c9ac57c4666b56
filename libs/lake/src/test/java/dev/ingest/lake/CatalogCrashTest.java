package dev.ingest.lake;

import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every statement to a real catalog, and every file between them, fails in turn; then everything is done again from the start.
 * What the engine does with all that can fail is {@link CrashTest}'s.
 */
class CatalogCrashTest {

    /** Most of the time is waiting before something is tried again. */
    private static final int AT_ONCE = 8;

    private static final BiConsumer<Lake, TableSpec> ROWS = (lake, spec) ->
            push(lake.table(spec), upsert(0, order(1, 10, "old"), order(2, 40, "newer"), order(3, 1, "stays")));

    /** Rows replaced, deleted and late, and a column that is new. */
    private static final BiConsumer<Lake, TableSpec> PUSH = (lake, spec) -> push(
            lake.table(spec),
            upsert(1, order(1, 20, "paid"), "{\"id\":4,\"status\":\"new\",\"courier\":\"x\"}", order(2, 5, "late")),
            message(2, Op.DELETE, "{\"id\":3}"));

    @TempDir
    Path warehouse;

    @ParameterizedTest
    @EnumSource
    void tableIsMadeOnceWhicheverOperationFails(Faults.Way way) throws InterruptedException {
        failEach(way, 2, (lake, spec) -> {}, ROWS, Map.of("1", "old", "2", "newer", "3", "stays"));
    }

    @ParameterizedTest
    @EnumSource
    void pushIsAppliedOnceWhicheverOperationFails(Faults.Way way) throws InterruptedException {
        failEach(way, 3, ROWS, PUSH, Map.of("1", "paid", "2", "newer", "4", "new"));
    }

    /** @param snapshots that main has in the end, the root included: no commit was made twice */
    private void failEach(
            Faults.Way way,
            int snapshots,
            BiConsumer<Lake, TableSpec> given,
            BiConsumer<Lake, TableSpec> work,
            Map<String, String> expected)
            throws InterruptedException {
        Destination destination = Database.destination("file:" + warehouse, Map.of());
        var none = new Faults(way, Integer.MAX_VALUE);
        try (Lake lake = none.open(destination)) {
            work.accept(lake, orders("orders-0"));
        }
        assertThat(none.operations()).isGreaterThan(15);
        List<Future<?>> points = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
                Lake lake = Lake.open(destination, LakeCredentials.none())) {
            for (int failing = 1; failing <= none.operations(); failing++) {
                var faults = new Faults(way, failing);
                TableSpec spec = orders("orders-" + failing);
                points.add(threads.submit(() -> {
                    given.accept(lake, spec);
                    attempt(work, faults, destination, spec);
                    work.accept(lake, spec);
                    requireWhole(lake.table(spec), faults.failed(), expected);
                    assertThat(lake.table(spec).snapshots()).as(faults.failed()).hasSize(snapshots);
                }));
            }
            requireAll(points);
        }
    }

    private static void requireAll(List<Future<?>> points) throws InterruptedException {
        for (Future<?> point : points) {
            try {
                point.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
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
    private static void requireWhole(LakeTable table, String failed, Map<String, String> expected) {
        assertThat(rows(table, "id", "status")).as(failed).isEqualTo(expected);
        assertThat(table.count()).as(failed).isEqualTo(expected.size());
        assertThat(table.engine().table().refs()).as(failed).containsOnlyKeys("main", "ingest-root");
        for (SnapshotInfo snapshot : table.snapshots()) {
            assertThat(rows(table, RowQuery.all().select("id").asOf(snapshot.id())))
                    .as(failed)
                    .hasSizeLessThanOrEqualTo(expected.size());
        }
    }
}
