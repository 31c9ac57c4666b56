package dev.ingest.scheduler.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.MovableClock;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Pipelines of a tenant that one transaction changes, each in columns of its own. */
@SchedulerTest
class TogetherTest {
    private static final Instant DUE = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant PLANNED = Instant.parse("2026-02-01T00:00:00Z");

    @Inject
    TenantRows rows;

    @Inject
    MovableClock clock;

    @Test
    void eachIsWrittenAsItChanged() throws Throwable {
        List<String> names = List.of("a", "b", "c");
        shop("t-written", names, "manual");
        VertxContextSupport.subscribeAndAwait(() -> rows.of(
                "t-written",
                () -> Pipeline.named("t-written", names).invoke(found -> {
                    of(found, "a").nextDue = DUE;
                    of(found, "a").plannedAt = PLANNED;
                    of(found, "b").plannedAt = PLANNED;
                    of(found, "c").nextDue = DUE;
                })));

        Map<String, Pipeline> now = VertxContextSupport.subscribeAndAwait(
                () -> rows.of("t-written", () -> Pipeline.named("t-written", names)));
        assertThat(of(now, "a"))
                .extracting(row -> row.nextDue, row -> row.plannedAt)
                .containsExactly(DUE, PLANNED);
        assertThat(of(now, "b").plannedAt).isEqualTo(PLANNED);
        assertThat(of(now, "b").nextDue).isNotEqualTo(PLANNED);
        assertThat(of(now, "c").nextDue).isEqualTo(DUE);
    }

    @Test
    void pipelineThatStartsAndOneThatWaitsAreDueInOneTick() {
        Shop shop = shop("t-together", List.of("starts", "waits"), "hourly");
        assertThat(shop.admin().post("/api/v1/pipelines/waits/runs", "").status())
                .isEqualTo(202);
        clock.forward(Duration.ofHours(2));

        assertThat(Api.as("service-cron").post("/internal/v1/tick", "").status())
                .isEqualTo(200);

        assertThat(shop.admin().get("/api/v1/pipelines/starts/runs").text()).contains("\"running\"");
        assertThat(shop.admin().get("/api/v1/pipelines/waits/runs").text().split("\"requestedAt\"", -1))
                .as("one run, and what it is cut by")
                .hasSize(2);
    }

    private static Shop shop(String tenant, List<String> pipelines, String schedule) {
        Shop shop = Shop.bare(tenant);
        for (String name : pipelines) {
            String pipeline = Shop.ITEMS
                    .replace("\"namespace\": \"shop\"", "\"namespace\": \"%s\"".formatted(name))
                    .replace("\"manual\"", "\"%s\"".formatted(schedule));
            assertThat(shop.admin().put("/api/v1/pipelines/" + name, pipeline).status())
                    .isEqualTo(200);
        }
        return shop;
    }

    private static Pipeline of(Map<String, Pipeline> found, String name) {
        return Objects.requireNonNull(found.get(name));
    }
}
