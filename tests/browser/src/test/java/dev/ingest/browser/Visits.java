package dev.ingest.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A tenant with a table of visits and a query log, both posted through the gateway and merged by the writer. */
final class Visits {
    static final String TENANT = "visits";
    static final String ADMIN = "tenant-admin@" + TENANT;

    /** Generous: it only decides how long a defect takes to show. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String SOURCE = """
            {"namespace": "web", "table": "visits", "key": ["id"], "columns": [
              {"name": "id", "type": "long", "required": true}, {"name": "page", "type": "string"},
              {"name": "email", "type": "string"}, {"name": "amount", "type": "double"}]}""";

    private static final String RECORDS = """
            {"records": {"visits": [
              {"timestamp": "2026-03-10T10:00:00Z", "id": 1, "page": "/checkout", "email": "ann@example.org", "amount": 12.5},
              {"timestamp": "2026-03-10T10:01:00Z", "id": 2, "page": "/", "email": "bob@example.org"},
              {"timestamp": "2026-03-10T10:02:00Z", "id": 3, "page": "/<b>bold</b>", "email": "cid@example.org", "amount": 7}]}}""";

    private static final String QUERIES = """
            [{"context": {"catalog": "iceberg", "schema": "web", "user": "ann", "queryType": "SELECT"}, "queryId": "q-1",
              "query": "SELECT page, count(*) FROM visits GROUP BY page ORDER BY 2 DESC", "queryState": "FINISHED",
              "timestamp": "2026-03-10T12:00:00Z", "duration_ms": 840, "tags": ["nightly", "dbt"]},
             {"context": {"catalog": "iceberg", "schema": "web", "user": "bob", "queryType": "INSERT"}, "queryId": "q-2",
              "query": "INSERT INTO report SELECT * FROM visits", "queryState": "FINISHED",
              "timestamp": "2026-03-10T12:05:00Z", "duration_ms": 12400, "tags": ["nightly"]},
             {"context": {"catalog": "iceberg", "schema": "web", "user": "ann", "queryType": "SELECT"}, "queryId": "q-3",
              "query": "SELECT nmae FROM visits", "queryState": "FAILED", "timestamp": "2026-03-10T12:10:00Z", "duration_ms": 31,
              "failureInfo": {"errorCode": {"type": "USER_ERROR", "code": 47, "name": "COLUMN_NOT_FOUND"},
                              "failureMessage": "line 1:8: Column 'nmae' cannot be resolved", "failureType": "io.trino.spi.TrinoException"}}]""";

    private Visits() {}

    private static final class Once {
        private static final boolean THERE = make();

        private static boolean make() {
            Product product = Product.shared();
            product.tenant(TENANT);
            product.call("PUT", "/api/v1/sources/visits", ADMIN, "application/json", SOURCE);
            product.call("PUT", "/api/v1/plans/visits", "operator", "application/json", """
                    {"currency": "EUR", "monthly": 49, "freeGb": 10, "tiers": [{"perGb": 1.5}]}""");
            product.call(
                    "PUT",
                    "/api/v1/tenants/" + TENANT + "/plan",
                    "operator",
                    "application/json",
                    "{\"plan\": \"visits\"}");
            post("/api/v1/ingest", "Authorization", "Snowflake Token=\"" + token("producer") + "\"", RECORDS);
            post("/ingest/push/queries", "X-Ryft-Token", token("query-log"), QUERIES);
            await("both tables have rows", () -> {
                String tables = product.call("GET", "/reading/v1/tables", ADMIN, "application/json", "");
                return tables.contains("\"visits\",\"rows\":3") && tables.contains("\"queries\",\"rows\":3");
            });
            return true;
        }
    }

    /** They are there once for all tests. */
    static void areThere() {
        if (!Once.THERE) {
            throw new AssertionError("no visits");
        }
    }

    private static String token(String role) {
        String made = Product.shared()
                .call(
                        "POST",
                        "/api/v1/tokens",
                        ADMIN,
                        "application/json",
                        "{\"name\": \"%1$s\", \"role\": \"%1$s\"}".formatted(role));
        return made.replaceAll("(?s).*\"token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    /** To the gateway, with a token of ours. */
    private static void post(String path, String header, String token, String body) {
        var request = HttpRequest.newBuilder(URI.create(Product.shared().gateway() + path))
                .timeout(Duration.ofSeconds(60))
                .header(header, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("%s: %d %s".formatted(path, answer.statusCode(), answer.body()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("%s: not within %s".formatted(what, PATIENCE));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }
}
