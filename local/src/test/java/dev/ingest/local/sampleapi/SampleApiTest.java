package dev.ingest.local.sampleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> WITHOUT_FAULTS =
            Map.of("INGEST_SAMPLE_RATE_LIMIT_EVERY", "0", "INGEST_SAMPLE_ERROR_EVERY", "0");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private SampleApi api;

    @BeforeEach
    void start() throws Exception {
        api = SampleApi.start(0, "secret", folder.resolve("history"), WITHOUT_FAULTS);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void pagesHoldEveryRowOnce() throws Exception {
        JsonNode counts = JSON.readTree(get("/admin/counts", "").body());

        assertThat(new HashSet<>(idsOf("/v1/orders?limit=1000")))
                .hasSameSizeAs(idsOf("/v1/orders?limit=1000"))
                .hasSize(counts.get("orders").asInt())
                .hasSize(50_000);
        assertThat(new HashSet<>(idsOf("/v1/line_items?limit=999")))
                .hasSize(counts.get("line_items").asInt())
                .hasSizeBetween(95_000, 105_000);
        assertThat(new HashSet<>(idsOf("/v1/customers?limit=300"))).hasSize(5_000);
    }

    @Test
    void changesBetweenTwoTimesAreFoundByTime() throws Exception {
        List<String> before = idsOf("/v1/orders?limit=1000");
        String lastChange = order("/v1/orders?limit=1&updated_since=2025-12-14T00:00:00Z")
                .get("updated_at")
                .asText();
        assertThat(lastChange).isGreaterThanOrEqualTo("2025-12-14T00:00:00Z");

        assertThat(post("/admin/advance", "").statusCode()).isEqualTo(200);
        List<String> changed = idsOf("/v1/orders?limit=100&updated_since=2026-06-01T00:00:00Z");

        assertThat(changed).hasSize(600).doesNotHaveDuplicates();
        assertThat(changed.stream().filter(before::contains)).hasSize(500);
        assertThat(idsOf("/v1/orders?limit=1000&updated_before=2026-06-01T00:00:00Z"))
                .hasSize(49_500);
    }

    @Test
    void restartKeepsWhatChanged() throws Exception {
        assertThat(post("/admin/advance", "").statusCode()).isEqualTo(200);
        String before = get("/v1/orders?limit=700&updated_since=2026-06-01T00:00:00Z", token())
                .body();

        api.close();
        start();

        assertThat(get("/v1/orders?limit=700&updated_since=2026-06-01T00:00:00Z", token())
                        .body())
                .isEqualTo(before);
    }

    @Test
    void itemsOfAnOrderAddUpToItsTotal() throws Exception {
        JsonNode order = order("/v1/orders?limit=1");
        JsonNode items = JSON.readTree(get("/v1/orders/" + order.get("id").asText() + "/items", token())
                        .body())
                .get("data");

        double sum = 0;
        for (JsonNode item : items) {
            sum += item.get("quantity").asInt() * item.get("unit_price").asDouble();
            assertThat(item.get("order_id")).isEqualTo(order.get("id"));
        }
        assertThat(sum).isEqualTo(order.get("total").asDouble(), Assertions.within(0.001));
        assertThat(order.get("shipping").get("city").asText()).isNotEmpty();
    }

    @Test
    void refundsFollowLinks() throws Exception {
        int found = 0;
        String path = "/v1/refunds?page=1&per_page=400";
        while (!path.isEmpty()) {
            HttpResponse<String> page = get(path, token());
            found += JSON.readTree(page.body()).size();
            path = page.headers()
                    .firstValue("Link")
                    .map(link -> URI.create(link.substring(1, link.indexOf('>'))))
                    .map(next -> next.getPath() + "?" + next.getQuery())
                    .orElse("");
        }
        assertThat(found)
                .isEqualTo(JSON.readTree(get("/admin/counts", "").body())
                        .get("refunds")
                        .asInt());
    }

    @Test
    void strangersAreRefused() throws Exception {
        assertThat(get("/v1/orders", "").statusCode()).isEqualTo(401);
        assertThat(get("/v1/orders", "made-up").statusCode()).isEqualTo(401);
        assertThat(post("/oauth/token", "grant_type=client_credentials&client_id=demo&client_secret=wrong")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void badParametersAreNamed() throws Exception {
        assertThat(get("/v1/orders?limit=1001", token()).body()).contains("limit: 1001 (expected: 1 to 1000)");
        assertThat(get("/v1/orders?updated_since=yesterday", token()).body()).contains("updated_since: yesterday");
        assertThat(get("/v1/orders?cursor=%21", token()).body()).contains("cursor: !");
        assertThat(get("/v1/nothing", token()).statusCode()).isEqualTo(404);
        assertThat(post("/admin/mode", "odd").statusCode()).isEqualTo(400);
    }

    @Test
    void faultsComeByCount() throws Exception {
        api.close();
        api = SampleApi.start(0, "secret", folder.resolve("history"), Map.of());
        String token = token();
        List<Integer> statuses = new ArrayList<>();
        for (int request = 1; request <= 120; request++) {
            HttpResponse<String> response = get("/v1/customers?limit=1", token);
            statuses.add(response.statusCode());
            if (response.statusCode() == 429) {
                assertThat(response.headers().firstValue("Retry-After")).contains("1");
            }
        }
        assertThat(statuses.get(59)).isEqualTo(429);
        assertThat(statuses.get(96)).isEqualTo(500);
        assertThat(statuses.get(119)).isEqualTo(429);
        assertThat(statuses.stream().filter(status -> status != 200)).hasSize(3);
    }

    @Test
    void badModesLastUntilNormal() throws Exception {
        String token = token();
        assertThat(inMode("html", token).body()).startsWith("<html>");
        assertThat(inMode("empty", token).body()).isEmpty();
        assertThat(inMode("truncated", token).body()).startsWith("{\"data\"").doesNotEndWith("}");
        assertThat(inMode("down", token).statusCode()).isEqualTo(500);
        assertThat(inMode("unauthorized", token).statusCode()).isEqualTo(401);
        assertThat(inMode("exhausted", token).headers().firstValue("Retry-After"))
                .contains("3600");
        assertThat(post("/admin/mode", "hang").statusCode()).isEqualTo(200);
        Assertions.assertThatThrownBy(() -> http.send(
                        request("/v1/orders", token)
                                .timeout(Duration.ofMillis(300))
                                .build(),
                        BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(inMode("normal", token).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> inMode(String mode, String token) throws Exception {
        assertThat(post("/admin/mode", mode).statusCode()).isEqualTo(200);
        return get("/v1/orders?limit=1", token);
    }

    private JsonNode order(String path) throws Exception {
        return JSON.readTree(get(path, token()).body()).get("data").get(0);
    }

    private List<String> idsOf(String path) throws Exception {
        String token = token();
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = JSON.readTree(get(path + cursor, token).body());
            page.get("data").forEach(row -> ids.add(row.get("id").asText()));
            cursor = page.get("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("next_cursor").asText();
        } while (!cursor.isEmpty());
        return ids;
    }

    private String token() throws Exception {
        HttpResponse<String> response =
                post("/oauth/token", "grant_type=client_credentials&client_id=demo&client_secret=secret");
        return JSON.readTree(response.body()).get("access_token").asText();
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return http.send(request(path, token).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(request(path, "").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}
