package dev.ingest.scheduler.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.testkit.LocalStack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call refuses every token that is wrong in one way. */
@SchedulerTest
class RefusalTest {
    private static final Map<String, List<String>> NOT_OURS = new ConcurrentHashMap<>();

    /** @param entitled a client that may make the call */
    record Call(String method, String path, String entitled) {
        boolean ofATenant() {
            return entitled.startsWith("tenant-admin");
        }

        Answer by(Api api) {
            return switch (method) {
                case "GET" -> api.get(path);
                case "PUT" -> path.contains("/connectors/") ? api.putYaml(path, "x: 1") : api.put(path, "{}");
                case "POST" -> api.post(path, "{}");
                case "DELETE" -> api.delete(path);
                default -> throw new IllegalArgumentException(method);
            };
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Call> calls() {
        return Stream.of(
                new Call("POST", "/api/v1/tenants", "operator"),
                new Call("GET", "/api/v1/tenants", "operator"),
                admin("PUT", "/api/v1/destinations/a"),
                admin("GET", "/api/v1/destinations"),
                admin("GET", "/api/v1/destinations/a"),
                admin("PUT", "/api/v1/credentials/a"),
                admin("GET", "/api/v1/credentials"),
                admin("DELETE", "/api/v1/credentials/a"),
                admin("PUT", "/api/v1/connectors/a"),
                admin("GET", "/api/v1/connectors"),
                admin("GET", "/api/v1/connectors/a"),
                admin("PUT", "/api/v1/pipelines/a"),
                admin("GET", "/api/v1/pipelines"),
                admin("GET", "/api/v1/pipelines/a"),
                admin("POST", "/api/v1/pipelines/a/runs"),
                admin("GET", "/api/v1/pipelines/a/runs"),
                admin("GET", "/api/v1/runs/a"),
                admin("PUT", "/api/v1/sources/a"),
                admin("GET", "/api/v1/sources"),
                admin("GET", "/api/v1/sources/a"),
                admin("PUT", "/api/v1/policies/a/b"),
                admin("GET", "/api/v1/policies/a/b"),
                admin("POST", "/api/v1/tokens"),
                admin("GET", "/api/v1/tokens"),
                admin("DELETE", "/api/v1/tokens/a"),
                admin("GET", "/api/v1/tables"),
                admin("POST", "/api/v1/tables/a/b/dead-letters/replay"),
                new Call("POST", "/internal/v1/tick", "service-cron"),
                new Call("POST", "/internal/v1/tenants/a/reads", "service-masking"),
                service("/internal/v1/tenants/a/tables/a/b"),
                service("/internal/v1/tenants/a/tables"),
                service("/internal/v1/tenants/a/pipelines/a"),
                service("/internal/v1/tenants/a/connectors/a/1"),
                service("/internal/v1/tenants/a/sources"),
                service("/internal/v1/tenants/a/policies/a/b"),
                service("/internal/v1/tokens/a"));
    }

    static Stream<Call> tenantsReads() {
        return calls().filter(call -> call.ofATenant() && call.method().equals("GET"));
    }

    static Stream<Call> tenantsWrites() {
        return calls().filter(call -> call.ofATenant() && !call.method().equals("GET"));
    }

    private static Call admin(String method, String path) {
        return new Call(method, path, "tenant-admin@nobody");
    }

    private static Call service(String path) {
        return new Call("GET", path, "service-writer");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void callWithoutATokenIsUnauthenticated(Call call) {
        assertUnauthenticated(call.by(Api.anonymous()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void tokensThatAreNotOursAreUnauthenticated(Call call) {
        for (String token : NOT_OURS.computeIfAbsent(call.entitled(), RefusalTest::notOurs)) {
            assertUnauthenticated(call.by(Api.withToken(token)));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void tokenWithAnotherRoleIsForbidden(Call call) {
        Answer answer = call.by(Api.as("producer@nobody"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.text("code")).isEqualTo("PERMISSION_DENIED");
    }

    @ParameterizedTest
    @MethodSource("tenantsWrites")
    void readersMayNotWrite(Call call) {
        assertThat(call.by(Api.as("tenant-viewer@nobody")).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("tenantsReads")
    void tenantThatWasNeverCreatedDoesNotExist(Call call) {
        Answer answer = call.by(Api.as(call.entitled()));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).isEqualTo("tenant 'nobody' does not exist");
    }

    private static List<String> notOurs(String client) {
        LocalStack stack = LocalStack.shared();
        return List.of(
                stack.expiredToken(client), stack.tokenWithAudience(client, "other"), stack.foreignToken(client));
    }

    private static void assertUnauthenticated(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.text("code")).isEqualTo("UNAUTHENTICATED");
    }
}
