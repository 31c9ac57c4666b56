package dev.ingest.scheduler.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import dev.ingest.scheduler.stack.Shop;
import org.junit.jupiter.api.Test;

@SchedulerTest
class BacklogTest {

    @Test
    void figuresSayWhatWaitsAfterATick() {
        Shop.open("backlog-shop", Shop.ITEMS).run();
        Api.as("service-cron").post("/internal/v1/tick", "");

        Answer figures = Api.as("operator").get("/q/metrics");

        assertThat(figures.status()).isEqualTo(200);
        assertThat(figures.text())
                .containsPattern("(?m)^ingest_runs_active\\{status=\"running\"\\} [1-9]")
                .containsPattern("(?m)^ingest_due_age_seconds\\{what=\"pipeline\"\\} [0-9]")
                .containsPattern("(?m)^ingest_lag\\{topic=\"ingest.requests\"\\} [0-9]")
                .containsPattern("(?m)^ingest_slices_requested_total [1-9]")
                .containsPattern("(?m)^http_server_requests_seconds_count\\{");
    }

    @Test
    void figuresAreTheOperatorsAlone() {
        Api.tenant("backlog-tenant");

        assertThat(Api.anonymous().get("/q/metrics").status()).isEqualTo(401);
        assertThat(Api.as("tenant-admin@backlog-tenant").get("/q/metrics").status())
                .isEqualTo(403);
        assertThat(Api.as("operator").get("/q/metrics").text()).doesNotContain("backlog-tenant");
    }
}
