package dev.ingest.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.testkit.LocalStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a post to rows, masked by role, for the right tenant only. */
class PushTest {
    private static final String SOURCE = Product.json(Map.of(
            "namespace", "features",
            "columns",
                    List.of(
                            Map.of("name", "timestamp", "type", "timestamptz", "required", true),
                            Map.of("name", "user_id", "type", "string", "required", true),
                            Map.of("name", "amount", "type", "double"),
                            Map.of("name", "ip", "type", "string")),
            "key", List.of("user_id")));

    private final Product product = Product.shared();

    private void tenant(String tenant) {
        product.post("scheduler", "/api/v1/tenants", "operator", Product.json(Map.of("id", tenant, "name", tenant)))
                .expect(201);
        product.put("/api/v1/sources/transactions", "tenant-admin@" + tenant, SOURCE)
                .expect(200);
    }

    private String token(String tenant, String role) {
        return product.post(
                        "scheduler",
                        "/api/v1/tokens",
                        "tenant-admin@" + tenant,
                        Product.json(Map.of("name", role, "role", role)))
                .expect(201)
                .json()
                .get("token")
                .asText();
    }

    private static String transactions(Map<?, ?>... records) {
        return Product.json(Map.of("records", Map.of("transactions", List.of(records))));
    }

    private static Map<String, Object> transaction(String time, String user, double amount) {
        return Map.of("timestamp", time, "user_id", user, "amount", amount, "ip", "10.1.2.3");
    }

    private void post(String tenant, Map<?, ?>... records) {
        product.call(
                        "POST",
                        "gateway",
                        "/api/v1/ingest",
                        "Snowflake Token=\"" + token(tenant, "producer") + "\"",
                        "application/json",
                        transactions(records))
                .expect(200);
    }

    private JsonNode rows(String tenant, String role, String query) {
        return product.get("masking", "/api/v1/tables/features/transactions/rows" + query, role + "@" + tenant)
                .expect(200)
                .json();
    }

    @Test
    void postedRecordBecomesARowAndALaterOneOfItsKeyReplacesIt() {
        tenant("push");
        post("push", transaction("2026-01-01T00:00:00Z", "ann", 1), transaction("2026-01-01T00:00:00Z", "bob", 2));
        Product.await("two rows", () -> product.rows("push", "features.transactions") == 2);

        post("push", transaction("2026-01-02T00:00:00Z", "ann", 3));
        Product.await("the newer row", () -> amount("push", "ann") == 3);
        post("push", transaction("2026-01-02T00:00:00Z", "ann", 3)); // a retried post changes nothing
        post("push", transaction("2025-01-01T00:00:00Z", "ann", 4), transaction("2026-01-01T00:00:00Z", "cid", 5));
        Product.await("three rows", () -> product.rows("push", "features.transactions") == 3);

        assertThat(amount("push", "ann")).isEqualTo(3);
    }

    private double amount(String tenant, String user) {
        return rows(tenant, "tenant-admin", "?select=amount&filter=user_id:eq:" + user)
                .at("/rows/0/0")
                .asDouble();
    }

    @Test
    void rowsLookAsTheCallersRoleMaySeeThem() {
        tenant("masks");
        post("masks", transaction("2026-01-01T00:00:00Z", "ann", 1));
        product.put(
                        "/api/v1/policies/features/transactions",
                        "tenant-admin@masks",
                        Product.json(Map.of(
                                "columns",
                                Map.of(
                                        "ip", Map.of("analyst", "IP", "tenant-admin", "CLEAR"),
                                        "user_id", Map.of("tenant-admin", "CLEAR")))))
                .expect(200);
        Product.await("a row", () -> product.rows("masks", "features.transactions") == 1);

        Product.await(
                "the policy is seen",
                () -> !rows("masks", "analyst", "").get("columns").toString().contains("user_id"));
        assertThat(rows("masks", "analyst", "?select=ip").at("/rows/0/0").asText())
                .isEqualTo("10.1.2.0");
        assertThat(rows("masks", "tenant-admin", "?select=ip").at("/rows/0/0").asText())
                .isEqualTo("10.1.2.3");
        assertThat(product.get("masking", "/api/v1/tables/features/transactions/rows?select=user_id", "analyst@masks")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anotherTenantSeesNothing() {
        tenant("mine");
        tenant("theirs");
        post("mine", transaction("2026-01-01T00:00:00Z", "ann", 1));
        Product.await("a row", () -> product.rows("mine", "features.transactions") == 1);

        assertThat(product.rows("theirs", "features.transactions")).isZero();
        product.get("masking", "/api/v1/tables/features/transactions/rows", "tenant-admin@mine")
                .expect(200);
        product.get("masking", "/api/v1/tables/features/transactions/rows", "tenant-admin@theirs")
                .expect(404);
        product.put("/api/v1/sources/secrets", "tenant-admin@mine", SOURCE).expect(200);
        product.get("scheduler", "/api/v1/sources/secrets", "tenant-admin@mine").expect(200);
        product.get("scheduler", "/api/v1/sources/secrets", "tenant-admin@theirs")
                .expect(404);
    }

    @Test
    void queryLogIsATable() {
        tenant("log");
        tenant("log-of-another");
        String token = token("log", "query-log");
        String later = "2026-03-11T12:00:00.000Z";
        product.queries(token, query("q-1", "select 0")).expect(200);
        product.queries(token, "[" + query("q-1", "select 1") + "," + query("q-1", "select 1") + "]")
                .expect(200);
        product.queries(token, query("q-1", "select 1").replace("2026-03-10T12:00:00.000Z", later))
                .expect(200);
        product.queries(token("log-of-another", "query-log"), query("q-1", "select 2"))
                .expect(200);
        product.queries(token, query("q-2", "select 3")).expect(200);

        // what is posted in turn is in the table in turn
        Product.await("the last query", () -> queries("log").toString().contains("q-2"));
        assertThat(queries("log"))
                .extracting(JsonNode::toString)
                .containsExactlyInAnyOrder(
                        row("q-1", "2026-03-10T12:00:00Z", "select 1"),
                        row("q-1", "2026-03-11T12:00:00Z", "select 1"),
                        row("q-2", "2026-03-10T12:00:00Z", "select 3"));
        Product.await(
                "the other tenant's query", () -> !queries("log-of-another").isEmpty());
        assertThat(queries("log-of-another"))
                .extracting(JsonNode::toString)
                .containsExactly(row("q-1", "2026-03-10T12:00:00Z", "select 2"));
    }

    private static String query(String id, String text) {
        return Product.json(Map.of(
                "context",
                Map.of("catalog", "iceberg", "user", "ann"),
                "query",
                text,
                "queryId",
                id,
                "queryState",
                "FAILED",
                "timestamp",
                "2026-03-10T12:00:00.000Z",
                "duration_ms",
                100.5,
                "tags",
                List.of("source:test"),
                "failureInfo",
                Map.of("errorCode", Map.of("type", "USER_ERROR", "code", 7))));
    }

    private static String row(String id, String time, String text) {
        return """
                ["%s","%s","%s","FAILED",100.5,"iceberg","ann","[\\"source:test\\"]","USER_ERROR",7]""".formatted(id, time, text);
    }

    private JsonNode queries(String tenant) {
        var answer = product.get(
                "masking",
                "/api/v1/tables/query_log/queries/rows?select=query_id,timestamp,query,query_state,duration_ms,catalog,user,tags,failure_class,failure_code",
                "tenant-admin@" + tenant);
        return answer.json().path("rows"); // no table yet: no rows
    }

    /** Its table keeps each post as it came; what is upserted is what the contract speaks of: features, online and offline. */
    @Test
    void repeatedPostOfASourceWithoutAKeyChangesNoFeature() {
        tenant("keyless");
        String admin = "tenant-admin@keyless";
        product.put("/api/v1/sources/clicks", admin, SOURCE.replace("[\"user_id\"]", "[]"))
                .expect(200);
        product.put(
                        "/api/v1/feature-views/by_user/v1",
                        admin,
                        Product.json(Map.of(
                                "source",
                                "clicks",
                                "entityKeys",
                                List.of("user_id"),
                                "online",
                                true,
                                "namespace",
                                "features")))
                .expect(200);
        String post =
                transactions(transaction("2026-01-01T00:00:00Z", "ann", 1)).replace("transactions", "clicks");
        String producer = "Snowflake Token=\"" + token("keyless", "producer") + "\"";
        Product.await(
                "the source and its view are known",
                () -> product.call("POST", "gateway", "/api/v1/ingest", producer, "application/json", dry(post))
                        .text()
                        .contains("by_user"));
        for (int again = 0; again < 3; again++) {
            product.call("POST", "gateway", "/api/v1/ingest", producer, "application/json", post)
                    .expect(200);
        }
        Product.await("a row of each post", () -> product.rows("keyless", "features.clicks") == 3);
        Product.await("a row of the entity", () -> product.rows("keyless", "features.by_user_v1") > 0);
        product.call("POST", "gateway", "/api/v1/ingest", producer, "application/json", post.replace("ann", "zoe"))
                .expect(200);
        Product.await("the last entity", () -> product.rows("keyless", "features.by_user_v1") == 2);
        assertThat(product.get(
                                "masking",
                                "/api/v1/tables/features/by_user_v1/rows?select=user_id&filter=user_id:eq:ann",
                                admin)
                        .expect(200)
                        .json()
                        .get("rows"))
                .hasSize(1);
    }

    private static String dry(String post) {
        return post.replaceFirst("\\{", "{\"dry_run\":true,");
    }

    @Test
    void tokensThatAreNotRightAreRefused() {
        tenant("tokens");
        LocalStack stack = product.stack;
        String admin = "tenant-admin@tokens";
        for (String wrong : List.of(
                stack.expiredToken(admin), stack.foreignToken(admin), stack.tokenWithAudience(admin, "someone-else"))) {
            for (String service : List.of("scheduler", "masking")) {
                assertThat(product.call("GET", service, "/api/v1/tables", "Bearer " + wrong, "application/json", "")
                                .status())
                        .as(service)
                        .isEqualTo(401);
            }
            assertThat(product.call(
                                    "POST",
                                    "gateway",
                                    "/api/v1/ingest",
                                    "Bearer " + wrong,
                                    "application/json",
                                    transactions(transaction("2026-01-01T00:00:00Z", "ann", 1)))
                            .status())
                    .isEqualTo(401);
        }
    }
}
