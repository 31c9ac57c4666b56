package dev.ingest.scheduler.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Answer;
import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.SchedulerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SchedulerTest
class EgressTest {
    private final Api operator = Api.as("operator");

    @Test
    void tenantReachesNothingPrivateUntilTheOperatorNamesIt() {
        Api.tenant("reach");
        Api executor = Api.as("service-executor");
        assertThat(executor.get("/internal/v1/tenants/reach/egress").json().toString())
                .isEqualTo("{\"tenant\":\"reach\",\"allowed\":[]}");

        Answer put = operator.put(
                "/api/v1/tenants/reach/egress", "{\"allowed\": [\"[FD00::7]:443\", \"Api.internal:8443\"]}");

        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(executor.get("/internal/v1/tenants/reach/egress").json().toString())
                .isEqualTo("{\"tenant\":\"reach\",\"allowed\":[\"[fd00::7]:443\",\"api.internal:8443\"]}");
        operator.put("/api/v1/tenants/reach/egress", "{\"allowed\": []}");
        assertThat(operator.get("/api/v1/tenants/reach/egress").json().toString())
                .isEqualTo("{\"allowed\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "api", "api:0", "api:65536", "http://api:80", "a b:80", "*:80", "10.0.0.0/8:80", "::1:80"})
    void whatIsNoHostAndPortIsRefused(String address) {
        Api.tenant("odd" + Math.abs(address.hashCode()));
        Answer answer = operator.put(
                "/api/v1/tenants/odd" + Math.abs(address.hashCode()) + "/egress",
                "{\"allowed\": [\"%s\"]}".formatted(address));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).startsWith("allowed: '" + address + "' (expected: host:port");
    }

    @Test
    void onlyTheOperatorSaysWhereATenantMayReach() {
        Api.tenant("own");
        String path = "/api/v1/tenants/own/egress";
        assertThat(Api.as("tenant-admin@own")
                        .put(path, "{\"allowed\": [\"127.0.0.1:80\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(Api.as("tenant-admin@own").get(path).status()).isEqualTo(403);
        assertThat(Api.as("tenant-admin@own")
                        .get("/internal/v1/tenants/own/egress")
                        .status())
                .isEqualTo(403);
        assertThat(Api.anonymous().get(path).status()).isEqualTo(401);
        assertThat(operator.get("/api/v1/tenants/nobody/egress").status()).isEqualTo(404);
    }
}
