package dev.ingest.masking.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.testkit.LocalStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MaskingStack.class)
class DeadLettersResourceTest {
    private static final LocalStack STACK = LocalStack.shared();
    private static final String LIST = "/api/v1/dead-letters";
    private static final String LARGE = LIST + "/sales/people/a-large-one/record";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @ConfigProperty(name = "test.url")
    String base;

    @ConfigProperty(name = "quarkus.rest-client.scheduler.url")
    String scheduler;

    private HttpResponse<String> get(String client, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create(base + path))
                    .header("Authorization", "Bearer " + STACK.token(client))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode list(String query) {
        HttpResponse<String> answer = get("tenant-viewer@third", LIST + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("example.org");
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> ids(JsonNode page) {
        return page.get("letters")
                .valueStream()
                .map(letter -> letter.get("id").asText())
                .toList();
    }

    @Test
    void lettersOfAllTablesAreListedWithoutTheirRecords() {
        JsonNode page = list("");
        assertThat(ids(page)).hasSize(2).endsWith("topic-0-0-0").contains("a-large-one");
        JsonNode letter = page.get("letters").get(0);
        assertThat(letter.get("table").asText()).isEqualTo("people");
        assertThat(letter.get("reason").asText()).isEqualTo("too large");
        assertThat(letter.get("slice").asText()).isEqualTo("slice-1");
        assertThat(letter.get("receivedAt").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(page.path("next").isNull() || page.path("next").isMissingNode())
                .isTrue();
    }

    @Test
    void pagesFollowEachOtherAndFiltersHold() {
        JsonNode first = list("?limit=1");
        assertThat(ids(first)).containsExactly("a-large-one");
        JsonNode second = list("?limit=1&after=" + first.get("next").asText());
        assertThat(ids(second)).containsExactly("topic-0-0-0");
        assertThat(ids(list("?reason=large"))).containsExactly("a-large-one");
        assertThat(ids(list("?replayed=true"))).isEmpty();
        assertThat(ids(list("?replayed=false&table=sales.people"))).hasSize(2);
        assertThat(ids(list("?table=sales.orders"))).isEmpty();
    }

    @Test
    void questionsThatMakeNoSenseAreRefused() {
        for (String query : List.of("?limit=0", "?limit=1001", "?limit=x", "?replayed=maybe", "?after=x", "?table=x")) {
            assertThat(get("tenant-admin@third", LIST + query).statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void recordsAreReadByAdminsAloneAndEveryReadIsWrittenDown() {
        List<String> audit = new ArrayList<>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                audit.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger category = Logger.getLogger("dev.ingest.audit");
        category.addHandler(handler);
        try {
            assertThat(get("tenant-admin@third", LARGE).body()).isEqualTo(MaskingStack.LARGE);
            assertThat(get("tenant-admin@third", LIST + "/sales/people/topic-0-0-0/record")
                            .body())
                    .contains("raw@example.org");
        } finally {
            category.removeHandler(handler);
        }
        assertThat(audit)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("tenant=third").contains("sales.people"));
        assertThat(reads()).contains("dead_letter sales.people/a-large-one", "dead_letter sales.people/topic-0-0-0");
        int before = reads().size();
        for (String other : List.of("tenant-viewer@third", "analyst@third")) {
            assertThat(get(other, LARGE).statusCode()).isEqualTo(403);
        }
        assertThat(reads()).hasSize(before);
    }

    private List<String> reads() {
        try {
            var request = HttpRequest.newBuilder(URI.create(scheduler + "/internal/v1/tenants/third/reads"))
                    .header("Authorization", "Bearer test")
                    .build();
            JsonNode reads = json.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            assertThat(reads)
                    .allSatisfy(read -> assertThat(read.get("actor").asText()).contains("tenant-admin"));
            return reads.valueStream()
                    .map(read -> read.get("kind").asText() + " "
                            + read.get("subject").asText())
                    .toList();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anotherTenantsLettersDoNotExist() {
        assertThat(get("tenant-admin@demo", LARGE).statusCode()).isEqualTo(404);
        assertThat(get("tenant-admin@third", LARGE.replace("a-large-one", "nothing"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("tenant-admin@demo", LIST).body()).doesNotContain("people");
    }
}
