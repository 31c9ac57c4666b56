package dev.ingest.scheduler.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ticks at the same time, cut off wherever they happen to be, as a replica is that dies: no run is lost or doubled. */
@SchedulerTest
class ReplicaTest {
    private static final int PIPELINES = 12;
    private static final int KILLS = 8;

    /** Of the service's own role, which may end its own sessions: their transactions are rolled back. */
    private static final String KILL = """
            select pg_terminate_backend(pid) from pg_stat_activity
            where usename = current_user and datname = current_database() and pid <> pg_backend_pid()""";

    @Inject
    AppDatabase database;

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void ticksThatDieHalfwayLoseAndDoubleNoRun() throws SQLException {
        List<Shop> shops = IntStream.range(0, PIPELINES)
                .mapToObj(i -> Shop.open("y-replica-" + i, Shop.ITEMS.replace("manual", "hourly")))
                .toList();
        clock.forward(Duration.ofHours(1));

        try (Connection app = database.connect();
                Statement kill = app.createStatement()) {
            for (int i = 0; i < KILLS; i++) {
                List<CompletableFuture<Void>> ticks = IntStream.range(0, 3)
                        .mapToObj(replica -> CompletableFuture.runAsync(ReplicaTest::tick))
                        .toList();
                kill.execute(KILL);
                ticks.forEach(CompletableFuture::join);
            }
        }
        // what a dead replica had queued, or claimed, is taken over after a minute
        for (int i = 0; i < 3; i++) {
            clock.forward(Duration.ofMinutes(2));
            tick();
        }

        for (Shop shop : shops) {
            var runs = shop.admin().get("/api/v1/pipelines/shop/runs").json();
            assertThat(runs).as(shop.tenant()).hasSize(1);
            assertThat(runs.get(0).get("status").asText()).isEqualTo("running");
            assertThat(log.requestsOf(shop.tenant(), runs.get(0).get("id").asText()))
                    .as("requests of %s", shop.tenant())
                    .isNotEmpty()
                    .extracting(SliceRequested::number)
                    .containsOnly(1L);
        }
    }

    /** Whatever becomes of it. */
    private static void tick() {
        var ignored = Api.as("service-cron").post("/internal/v1/tick", "");
    }
}
