package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.TestApi.Request;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The manifests we ship, against servers that follow their APIs' contracts. */
class OwnManifestsTest {
    private final TestTime time = new TestTime();

    private static Connector load(String name) throws IOException {
        return Connector.load(Files.readString(Path.of("..", "..", "connectors", name + ".yaml")));
    }

    private static Map<String, Object> ordersConfig(TestApi api) {
        return Map.of(
                "base_url",
                api.url(),
                "client_id",
                "ingest",
                "client_secret",
                "s3cret-value",
                "start_date",
                "2026-01-01T00:00:00Z");
    }

    private static String order(int id, String updatedAt) {
        return "{\"id\":\"ord_%06d\",\"total\":10.50,\"updated_at\":\"%s\"}".formatted(id, updatedAt);
    }

    /** Two pages of orders, a 429 and a 500 on the way, tokens that live 30 seconds. */
    private static Answer shop(Request request, AtomicInteger calls) {
        if (request.path().equals("/oauth/token")) {
            boolean known = request.body().contains("client_secret=s3cret-value")
                    && request.body().contains("grant_type=client_credentials");
            return known
                    ? Answer.json("{\"access_token\":\"token-1\",\"expires_in\":30,\"token_type\":\"Bearer\"}")
                    : Answer.status(401);
        }
        if (!"Bearer token-1".equals(request.headers().get("authorization"))) {
            return Answer.status(401);
        }
        return switch (calls.incrementAndGet()) {
            case 1 -> Answer.status(429, "Retry-After", "1");
            case 3 -> Answer.status(500);
            default -> page(request);
        };
    }

    private static Answer page(Request request) {
        Map<String, String> query = request.query();
        if (request.path().equals("/v1/refunds")) {
            String page = query.getOrDefault("page", "1");
            String next = "<http://" + request.headers().get("host") + "/v1/refunds?page=2&per_page=100>; rel=\"next\"";
            return page.equals("1")
                    ? new Answer(200, "[{\"id\":\"r1\"},{\"id\":\"r2\"}]", Map.of("Link", next))
                    : Answer.json("[{\"id\":\"r3\"}]");
        }
        return query.containsKey("cursor")
                ? Answer.json("{\"data\":[" + order(3, "2026-02-03T00:00:00Z") + "],\"next_cursor\":null}")
                : Answer.json("{\"data\":[" + order(1, "2026-02-01T00:00:00Z") + "," + order(2, "2026-02-05T00:00:00Z")
                        + "],\"next_cursor\":\"b/2+=\"}");
    }

    @Test
    void ordersAreReadInFullThenFromTheCheckpoint() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (TestApi api = TestApi.answering(request -> shop(request, calls));
                ConnectorSession session = time.session()) {
            Connector connector = load("orders");
            Map<String, Object> config = ordersConfig(api);
            List<Slice> slices = connector.plan("orders", config, Optional.empty(), time.instant());
            Collected sink = new Collected();

            SliceResult result =
                    connector.read("orders", config, slices.getFirst(), session, TestTime.deadline(), sink);

            assertThat(slices).hasSize(1);
            assertThat(result)
                    .isEqualTo(
                            new SliceResult.Completed(Optional.of("{\"updated_at\":\"2026-02-05T00:00:00Z\"}"), 2, 3));
            assertThat(sink.records())
                    .containsExactly(
                            order(1, "2026-02-01T00:00:00Z"),
                            order(2, "2026-02-05T00:00:00Z"),
                            order(3, "2026-02-03T00:00:00Z"));
            List<Request> asked = api.requests("/v1/orders");
            assertThat(asked).hasSize(4);
            assertThat(asked.getFirst().query())
                    .isEqualTo(Map.of(
                            "limit",
                            "500",
                            "updated_since",
                            "2026-01-01T00:00:00Z",
                            "updated_before",
                            "2026-03-01T12:00:00Z"));
            assertThat(asked.getLast().query()).containsEntry("cursor", "b/2+=");
            assertThat(connector
                            .plan("orders", config, ((SliceResult.Completed) result).cursor(), time.instant())
                            .getFirst()
                            .start())
                    .contains("2026-02-05T00:00:00Z");
        }
    }

    @Test
    void refundsFollowTheLinkHeader() throws IOException {
        AtomicInteger calls = new AtomicInteger(10);
        try (TestApi api = TestApi.answering(request -> shop(request, calls));
                ConnectorSession session = time.session()) {
            Collected sink = new Collected();

            SliceResult result =
                    load("orders").read("refunds", ordersConfig(api), Slice.WHOLE, session, TestTime.deadline(), sink);

            assertThat(result).isEqualTo(new SliceResult.Completed(Optional.empty(), 2, 3));
            assertThat(api.requests("/v1/refunds"))
                    .extracting(request -> request.uri().getQuery())
                    .containsExactly("per_page=100", "page=2&per_page=100");
        }
    }

    @Test
    void checkSucceedsAndNamesWhatIsWrong() throws IOException {
        AtomicInteger calls = new AtomicInteger(10);
        try (TestApi api = TestApi.answering(request -> shop(request, calls));
                ConnectorSession session = time.session()) {
            Map<String, Object> wrong = new HashMap<>(ordersConfig(api));
            wrong.put("client_secret", "another-secret");
            Connector connector = load("orders");

            assertThat(connector.check(ordersConfig(api), session, TestTime.deadline()))
                    .isEqualTo(new CheckResult.Succeeded());
            assertThat(connector.check(wrong, session, TestTime.deadline()))
                    .isInstanceOfSatisfying(
                            CheckResult.Failed.class,
                            failed -> assertThat(failed.message())
                                    .startsWith("token request POST " + api.url() + "/oauth/token answered 401")
                                    .contains("check the client id"));
            assertThat(connector.check(Map.of("base_url", 5), session, TestTime.deadline()))
                    .isInstanceOfSatisfying(
                            CheckResult.Failed.class,
                            failed -> assertThat(failed.message())
                                    .contains(
                                            "config.client_id: is missing",
                                            "config.base_url: has the wrong type (expected string)"));
        }
    }

    @Test
    void keycloakMembersAreReadForEveryGroup() throws IOException {
        try (TestApi api = TestApi.answering(OwnManifestsTest::keycloak);
                ConnectorSession session = time.session()) {
            Map<String, Object> config =
                    Map.of("base_url", api.url(), "realm", "demo", "client_id", "c", "client_secret", "s3cret-value");
            Collected sink = new Collected();

            SliceResult result =
                    load("keycloak").read("group_members", config, Slice.WHOLE, session, TestTime.deadline(), sink);

            assertThat(result).isEqualTo(new SliceResult.Completed(Optional.empty(), 3, 102));
            assertThat(sink.records()).first().isEqualTo("{\"id\":\"g1-0\",\"group_id\":\"g1\"}");
            assertThat(sink.records()).last().isEqualTo("{\"id\":\"g2-0\",\"group_id\":\"g2\"}");
        }
    }

    /** Group g1 has 101 members, group g2 one. */
    private static Answer keycloak(Request request) {
        if (request.path().endsWith("/token")) {
            return Answer.json("{\"access_token\":\"token-1\",\"expires_in\":60}");
        }
        if (request.path().endsWith("/groups")) {
            return Answer.json("[{\"id\":\"g1\"},{\"id\":\"g2\"}]");
        }
        String group = request.path().split("/")[5];
        int first = Integer.parseInt(request.query().get("first"));
        int count = group.equals("g1") ? Math.min(100, 101 - first) : 1;
        StringBuilder members = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            members.append(i == 0 ? "" : ",").append("{\"id\":\"%s-%d\"}".formatted(group, first + i));
        }
        return Answer.json(members.append("]").toString());
    }

    @Test
    void streamsTellWhatAreTheirKeysCursorsAndParents() throws IOException {
        Connector orders = load("orders");
        Connector keycloak = load("keycloak");

        assertThat(orders.streams())
                .extracting(StreamInfo::name)
                .containsExactly("customers", "orders", "line_items", "refunds");
        assertThat(orders.stream("orders").flatMap(StreamInfo::cursorField)).contains("updated_at");
        assertThat(orders.stream("orders").orElseThrow().primaryKey()).containsExactly(List.of("id"));
        assertThat(orders.stream("customers").orElseThrow().incremental()).isFalse();
        assertThat(keycloak.streams())
                .extracting(StreamInfo::name)
                .containsExactly("users", "groups", "roles", "clients", "group_members");
        StreamInfo members = keycloak.stream("group_members").orElseThrow();
        assertThat(members.primaryKey()).containsExactly(List.of("group_id"), List.of("id"));
        assertThat(members.parents()).containsExactly("groups");
    }
}
