package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.readers.Rest.Answer;
import dev.ingest.testkit.Lake;
import dev.ingest.testkit.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A real Keycloak is pulled into tables by the command that the README shows. */
@Tag("all")
@Tag("keycloak")
@TestInstance(Lifecycle.PER_CLASS)
class KeycloakSourceTest {
    private static final Set<String> ENDED = Set.of("succeeded", "partly_failed", "failed");
    private static final Duration RUN_MAX = Duration.ofMinutes(5);
    private static final long DEMO_MINUTES_MAX = 30;
    private static final long POLL_MILLIS = 500;

    @AutoClose
    private final LocalStack stack;

    private final List<String> said;

    @AutoClose
    private final Keycloak keycloak;

    KeycloakSourceTest() throws Exception {
        stack = LocalStack.start(Keycloak.home(), Map.of("INGEST_SERVICES", "on"));
        said = demo();
        keycloak = Keycloak.start();
        // The demo's own Keycloak listened elsewhere, and only that address was allowed.
        product("PUT", "SCHEDULER", "/api/v1/tenants/demo/egress", "operator", """
                {"allowed": ["%s"]}""".formatted(
                                URI.create(keycloak.url()).getAuthority()))
                .expect(200);
    }

    @Test
    void everyUserOfKeycloakIsARow() {
        assertThat(said).contains("keycloak.users 5000 rows", "Keycloak counts 5000 users");
        assertThat(keycloak.admin("users/count").asLong()).isEqualTo(rows("users"));
    }

    @Test
    void everyGroupRoleAndClientIsARow() {
        assertThat(rows("groups")).isEqualTo(keycloak.admin("groups?max=1000").size());
        assertThat(rows("roles")).isEqualTo(keycloak.admin("roles").size());
        assertThat(rows("clients")).isEqualTo(keycloak.admin("clients?max=1000").size());
    }

    @Test
    void everyMemberOfEveryGroupIsARow() {
        long members = 0;
        for (JsonNode group : keycloak.admin("groups?max=1000")) {
            members += keycloak.admin(
                            "groups/" + group.path("id").asText() + "/members?briefRepresentation=true&max=5000")
                    .size();
        }
        assertThat(members).isEqualTo(5000);
        assertThat(rows("group_members")).isEqualTo(members);
    }

    @Test
    void anotherEngineCountsTheSame() {
        var tenant = new Warehouse(
                "demo",
                new Lake(
                        variable("INGEST_LAKE_JDBC_URL"),
                        variable("INGEST_LAKE_USER"),
                        variable("INGEST_LAKE_PASSWORD")),
                variable("INGEST_LAKE_WAREHOUSE") + "/demo",
                stack.s3());
        try (Spark spark = Spark.start(tenant)) {
            assertThat(spark.query("select count(*) as n, count(distinct username) as names from keycloak.users"))
                    .containsExactly("{\"n\":5000,\"names\":5000}");
            assertThat(spark.query("select count(*) as n from keycloak.group_members m"
                            + " join keycloak.users u on u.id = m.id join keycloak.groups g on g.id = m.group_id"))
                    .containsExactly("{\"n\":5000}");
        }
    }

    @Test
    void secretsOfClientsAreInNoTable() {
        Answer clients =
                product("GET", "MASKING", "/api/v1/tables/keycloak/clients/rows?limit=100", "tenant-admin@demo", "");
        assertThat(clients.expect(200).text())
                .contains(Keycloak.READER)
                .doesNotContain(keycloak.readerSecret(), keycloak.tokenSecret());
    }

    @Test
    void wrongClientSecretFailsTheRunAndSaysWhatToFix() {
        String wrong = "not-the-secret-5d0c";
        product("PUT", "SCHEDULER", "/api/v1/credentials/wrong", "tenant-admin@demo", """
                {"values": {"client_secret": "%s"}}""".formatted(wrong))
                .expect(200);
        product("PUT", "SCHEDULER", "/api/v1/pipelines/wrong", "tenant-admin@demo", """
                {"connector": "keycloak", "credential": "wrong", "namespace": "wrong", "schedule": "manual",
                 "config": {"base_url": "%s", "realm": "demo", "client_id": "%s"}, "streams": [{"name": "users"}]}""".formatted(
                                keycloak.url(), Keycloak.READER))
                .expect(200);
        JsonNode run = finished(product("POST", "SCHEDULER", "/api/v1/pipelines/wrong/runs", "tenant-admin@demo", "")
                .expect(202)
                .json());
        assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("failed");
        JsonNode error = run.path("errors").path(0);
        assertThat(error.path("kind").asText()).isEqualToIgnoringCase("auth");
        assertThat(error.path("message").asText())
                .contains(keycloak.issuer())
                .containsIgnoringCase("client")
                .doesNotContain(wrong);
        assertThat(run.path("rows").asLong()).isZero();
    }

    /** Runs {@code demo keycloak} to its end; what it printed. */
    private List<String> demo() throws IOException, InterruptedException {
        Path out = Engines.log("demo-keycloak");
        var builder = new ProcessBuilder(
                        Engines.java().toString(),
                        "-XX:+UseSerialGC",
                        "-jar",
                        Engines.local().toString(),
                        "demo",
                        "keycloak")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("INGEST_HOME", Keycloak.home().toString());
        builder.environment().put("MAVEN_ARGS", Engines.mavenRepository());
        Process demo = builder.start();
        boolean ended = demo.waitFor(DEMO_MINUTES_MAX, TimeUnit.MINUTES);
        demo.destroy();
        List<String> lines = Files.readAllLines(out);
        assertThat(ended && demo.exitValue() == 0).as(String.join("\n", lines)).isTrue();
        return lines;
    }

    /** As read back from Iceberg. */
    private long rows(String table) {
        for (JsonNode row : product("GET", "MASKING", "/api/v1/tables", "tenant-admin@demo", "")
                .expect(200)
                .json()) {
            if (row.path("namespace").asText().equals("keycloak")
                    && row.path("table").asText().equals(table)) {
                return row.path("rows").asLong();
            }
        }
        throw new AssertionError("no table keycloak." + table);
    }

    private JsonNode finished(JsonNode run) {
        long deadline = System.nanoTime() + RUN_MAX.toNanos();
        JsonNode state = run;
        while (!ENDED.contains(state.path("status").asText())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the run does not end within " + RUN_MAX + ": " + state);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a run works", e);
            }
            state = product("GET", "SCHEDULER", "/api/v1/runs/" + run.path("id").asText(), "tenant-admin@demo", "")
                    .expect(200)
                    .json();
        }
        return state;
    }

    private Answer product(String method, String service, String path, String client, String body) {
        String url = variable("INGEST_" + service + "_URL");
        return Rest.call(method, url + path, stack.token(client), "application/json", body);
    }

    private String variable(String name) {
        return Objects.requireNonNull(stack.environment().get(name), name);
    }
}
