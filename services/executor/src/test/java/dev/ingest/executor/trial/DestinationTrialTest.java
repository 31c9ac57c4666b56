package dev.ingest.executor.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.trial.DestinationTrial;
import dev.ingest.executor.stack.Executor;
import dev.ingest.executor.stack.ExecutorTest;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.testkit.Lake;
import dev.ingest.testkit.LocalStack;
import dev.ingest.testkit.ObjectStore;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@ExecutorTest
class DestinationTrialTest {
    private static final String TENANT = "writing";
    private static final Lake CATALOG = LocalStack.shared().newLake("trial");

    private final LocalStack stack = LocalStack.shared();

    @Inject
    Executor executor;

    @Inject
    ObjectMapper json;

    @Inject
    SecretStore secrets;

    private DestinationSpec own(String credential) {
        ObjectStore s3 = stack.s3();
        executor.allow(TENANT, s3.endpoint(), CATALOG.jdbcUrl().substring("jdbc:".length()));
        return new DestinationSpec(
                "d",
                "jdbc",
                Map.of(
                        "uri", CATALOG.jdbcUrl(),
                        "catalog", "c",
                        "warehouse", stack.newWarehouse(),
                        "s3.endpoint", s3.endpoint(),
                        "s3.region", s3.region(),
                        "s3.path-style-access", "true"),
                Optional.of(credential));
    }

    private HttpResponse<String> checked(String client, DestinationSpec destination) throws IOException {
        return executor.post(
                "/internal/v1/destinations/check",
                stack.token(client),
                json.writeValueAsString(new DestinationTrial(TENANT, destination)));
    }

    @Test
    void everyRightIsTriedWithTheTenantsOwnKeys() throws IOException {
        ObjectStore s3 = stack.s3();
        secrets.write(
                TENANT,
                "lake",
                Map.of(
                        "jdbc.user", CATALOG.user(),
                        "jdbc.password", CATALOG.password(),
                        "s3.access-key-id", s3.accessKey(),
                        "s3.secret-access-key", s3.secretKey()));
        HttpResponse<String> answer = checked("service-scheduler", own("lake"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode check = json.readTree(answer.body());
        assertThat(check.get("granted").asBoolean()).as(answer.body()).isTrue();
        assertThat(check.get("rights").findValuesAsText("right"))
                .containsExactly("WRITE", "READ", "LIST", "DELETE", "CATALOG");
        assertThat(check.get("rights").findValuesAsText("outcome")).containsOnly("GRANTED");
    }

    @Test
    void destinationThatCannotBeOpenedIsRefusedWithItsReason() throws IOException {
        HttpResponse<String> answer = checked("service-scheduler", own("nosuch"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("credential 'nosuch' does not exist");
    }

    @Test
    void platformsOwnIsNotChecked() throws IOException {
        var managed = new DestinationSpec("managed", DestinationSpec.MANAGED, Map.of(), Optional.empty());
        HttpResponse<String> answer = checked("service-scheduler", managed);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("nobody but the platform grants rights on its own");
    }

    @Test
    void onlyServicesMayCheck() throws IOException {
        assertThat(checked("tenant-admin@writing", own("lake")).statusCode()).isEqualTo(403);
    }
}
