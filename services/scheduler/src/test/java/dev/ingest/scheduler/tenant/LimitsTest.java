package dev.ingest.scheduler.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import org.junit.jupiter.api.Test;

@SchedulerTest
class LimitsTest {
    private static final String PATH = "/api/v1/tenants/%s/limits";
    private final Api operator = Api.as("operator");
    private final Api service = Api.as("service-ingest-gateway");

    @Test
    void operatorSetsATenantsLimitsAndTheGatewayReadsThem() {
        Api.tenant("limited");
        String internal = "/internal/v1/tenants/limited/limits";
        assertThat(service.get(internal).json().isEmpty()).isTrue();

        Answer put = operator.put(PATH.formatted("limited"), "{\"postsPerSecond\": 50, \"recordsPerSource\": 100}");

        assertThat(put.status()).as(put.toString()).isEqualTo(200);
        assertThat(service.get(internal).json()).isEqualTo(put.json());
        assertThat(operator.get(PATH.formatted("limited"))
                        .json()
                        .get("recordsPerSource")
                        .asInt())
                .isEqualTo(100);
        assertThat(Api.as("tenant-admin@limited")
                        .put(PATH.formatted("limited"), "{}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void limitsHaveLimits() {
        Api.tenant("greedy");
        assertThat(operator.put(PATH.formatted("greedy"), "{\"recordBytes\": 0}")
                        .detail())
                .isEqualTo("recordBytes: 0 (expected: 1 to 856064)");
        assertThat(operator.put(PATH.formatted("greedy"), "{\"bodyBytes\": 67108865}")
                        .detail())
                .isEqualTo("bodyBytes: 67108865 (expected: 1 to 67108864)");
    }
}
