package dev.ingest.scheduler.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Attempts;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.Log;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@SchedulerTest
class ForgettingTest {
    private static final String TENANT = "t-forgets";

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Inject
    Log log;

    @Inject
    MovableClock clock;

    @Test
    void slicesGoAMonthAfterTheirRunAndTheRunStays() {
        Shop shop = Shop.open(TENANT, Shop.ITEMS);
        String run = shop.run();
        log.tell(Attempts.committed(log.requests(TENANT).getFirst(), "{}"));
        shop.run(run, "succeeded");
        clock.forward(Duration.ofDays(29));
        tick();
        assertThat(slices()).isEqualTo(1);

        clock.forward(Duration.ofDays(2));
        var ignored = Eventually.when(
                () -> {
                    tick();
                    return slices();
                },
                left -> left == 0);

        assertThat(shop.run(run).text("status")).isEqualTo("succeeded");
        assertThat(shop.run(run).json().get("rows").asLong()).isEqualTo(10);
    }

    private static void tick() {
        assertThat(Api.as("service-cron").post("/internal/v1/tick", "").status())
                .isEqualTo(200);
    }

    private int slices() {
        try (Connection app = DriverManager.getConnection(url, user, password);
                Statement statement = app.createStatement()) {
            app.setAutoCommit(false);
            statement.execute("select set_config('ingest.tenant', '%s', true)".formatted(TENANT));
            try (ResultSet found = statement.executeQuery("select count(*) from slice")) {
                found.next();
                return found.getInt(1);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
