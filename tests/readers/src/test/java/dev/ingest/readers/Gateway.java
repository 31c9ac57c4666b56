package dev.ingest.readers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.readers.Rest.Answer;
import dev.ingest.testkit.LocalStack;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** The whole product with one tenant that takes records of pages, has a view of each session's last page, and logs queries. */
final class Gateway implements AutoCloseable {
    private static final String TENANT = "doors";
    private static final String ADMIN = "tenant-admin@" + TENANT;
    private static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 200;

    private final LocalStack stack = LocalStack.withServices();

    Gateway() {
        control("POST", "/api/v1/tenants", "operator", """
                {"id": "%s", "name": "doors"}""".formatted(TENANT)).expect(201);
        control("PUT", "/api/v1/sources/page_events", ADMIN, """
                {"namespace": "pages", "columns": [{"name": "session_id", "type": "string", "required": true},
                 {"name": "page", "type": "string"}, {"name": "duration_ms", "type": "long"}]}""").expect(200);
        control("PUT", "/api/v1/feature-views/last_page/v1", ADMIN, """
                {"source": "page_events", "entityKeys": ["session_id"], "online": true, "namespace": "pages"}""").expect(200);
    }

    /** The gateway's base URL. */
    String url() {
        return variable("INGEST_GATEWAY_URL");
    }

    /** A new token with a role. */
    String token(String role) {
        return control("POST", "/api/v1/tokens", ADMIN, """
                {"name": "%s", "role": "%s"}""".formatted(role, role))
                .expect(201)
                .json()
                .get("token")
                .asText();
    }

    /** A place for another engine's tables, whose catalog is there: Trino makes none. */
    Warehouse warehouse(String name) {
        var warehouse = new Warehouse(name, stack.newLake(name), stack.newWarehouse(), stack.s3());
        warehouse.open().close();
        return warehouse;
    }

    /** Rows of the query log as masking shows them, as lists of the selected columns; none while there is no table. */
    List<JsonNode> queries(String columns) {
        Answer rows = Rest.call(
                "GET",
                variable("INGEST_MASKING_URL") + "/api/v1/tables/query_log/queries/rows?limit=1000&select=" + columns,
                stack.token(ADMIN),
                JSON,
                "");
        return rows.status() == 404
                ? List.of()
                : rows.expect(200).json().get("rows").valueStream().toList();
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("%s: not within %s".formatted(what, PATIENCE));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private Answer control(String method, String path, String client, String body) {
        return Rest.call(method, variable("INGEST_SCHEDULER_URL") + path, stack.token(client), JSON, body);
    }

    private String variable(String name) {
        return Objects.requireNonNull(stack.environment().get(name), name);
    }

    @Override
    public void close() {
        stack.close();
    }
}
