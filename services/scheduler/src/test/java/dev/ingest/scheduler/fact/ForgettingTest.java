package dev.ingest.scheduler.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.AppDatabase;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@SchedulerTest
class ForgettingTest {
    private static final String TENANT = "t-forgets";

    /** More ticks than a round through everybody's tenants takes. */
    private static final int TICKS = 15;

    @Inject
    AppDatabase database;

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void slicesGoAMonthAfterTheirRunAndTheRunStays() throws SQLException {
        Shop shop = Shop.open(TENANT, Shop.ITEMS);
        String run = shop.run();
        log.tell(Attempts.committed(log.requests(TENANT).getFirst(), "{}"));
        shop.run(run, "succeeded");

        // the clock is everyone's: a month of it would bring a month of everyone's runs
        older("29 days");
        round();
        assertThat(slices()).isEqualTo(1);

        older("2 days");
        round();
        assertThat(slices()).isZero();
        assertThat(shop.run(run).text("status")).isEqualTo("succeeded");
        assertThat(shop.run(run).json().get("rows").asLong()).isEqualTo(10);
    }

    private void round() {
        clock.forward(Duration.ofMinutes(61));
        for (int tick = 0; tick < TICKS; tick++) {
            assertThat(Api.as("service-cron").post("/internal/v1/tick", "").status())
                    .isEqualTo(200);
        }
    }

    private void older(String by) throws SQLException {
        try (Connection app = database.connect(TENANT);
                Statement statement = app.createStatement()) {
            assertThat(statement.executeUpdate(
                            "update run set finished_at = finished_at - interval '%s'".formatted(by)))
                    .isEqualTo(1);
            app.commit();
        }
    }

    private int slices() throws SQLException {
        try (Connection app = database.connect(TENANT);
                Statement statement = app.createStatement();
                ResultSet found = statement.executeQuery("select count(*) from slice")) {
            found.next();
            return found.getInt(1);
        }
    }
}
