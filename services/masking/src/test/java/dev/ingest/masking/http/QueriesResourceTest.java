package dev.ingest.masking.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.testkit.LocalStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seed 003: "tags: Free-form labels for filtering in Query Explorer". */
@QuarkusTest
@WithTestResource(MaskingStack.class)
class QueriesResourceTest {
    private static final LocalStack STACK = LocalStack.shared();
    private static final String CALL = "/api/v1/queries";
    private static final String ADMIN = "tenant-admin@logged";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @ConfigProperty(name = "test.url")
    String base;

    private record Answer(int status, JsonNode json) {
        String detail() {
            return json.path("detail").asText();
        }

        List<String> ids() {
            return json.get("queries").findValuesAsText("id");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            user=bob                                    | q7,q2
            user=BOB                                    |
            user=50%25%20off                            | q6
            state=FAILED                                | q9,q3
            state=FAILED&state=SUCCEEDED                | q9,q4,q3
            type=INSERT                                 | q4
            catalog=hive                                | q2
            schema=Sales                                | q7
            failure=USER_ERROR                          | q3
            tag=etl                                     | q7,q3
            tag=etl&tag=nightly                         | q3
            text=NMAE                                   | q3
            text=from%20orders&user=bob                 | q7,q2
            text=Q5                                     | q5
            slowerThanMs=300                            | q5,q4
            from=2026-03-10T12:10:00.000001Z            | q9,q8
            from=2026-03-10T12:10:00.000002Z            | q9
            from=2026-03-10T11:00:00Z&to=2026-03-10T11:00:00Z | q5,q4
            to=2026-03-10T10:00:00                      | q1
            user=ann&state=FAILED&tag=nightly           | q3
            """)
    void searchFindsWhatItNamesTheNewestFirst(String query, String ids) {
        var found = new ArrayList<String>();
        Answer page = ok(ADMIN, CALL + "?" + query);
        found.addAll(page.ids());
        while (page.json().has("next")) {
            page = ok(
                    ADMIN,
                    CALL + "?" + query + "&after="
                            + encoded(page.json().get("next").asText()));
            found.addAll(page.ids());
        }

        assertThat(found).containsExactly(ids == null ? new String[0] : ids.split(","));
    }

    @Test
    void queryIsShownAsItWasTold() {
        JsonNode query = ok(ADMIN, CALL + "?state=FAILED&user=ann&to=2026-03-10T11:00:00Z")
                .json()
                .get("queries")
                .get(0);

        assertThat(query.toString())
                .isEqualTo(
                        "{\"id\":\"q3\",\"timestamp\":\"2026-03-10T10:40:00Z\",\"query\":\"SELECT 'q3' FROM Orders\",\"state\":\"FAILED\","
                                + "\"durationMs\":10.0,\"user\":\"ann\",\"tags\":[\"nightly\",\"etl\"],\"failureName\":\"SYNTAX_ERROR\","
                                + "\"failureMessage\":\"line 1:8: Column 'nmae' cannot be resolved\",\"failureClass\":\"USER_ERROR\"}");
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedAndTheNewestFilesAreEnough() {
        var found = new ArrayList<String>();
        Answer page = ok(ADMIN, CALL + "?limit=2");
        assertThat(page.json().get("lookedThrough").asInt()).isEqualTo(3);
        found.addAll(page.ids());
        while (page.json().has("next")) {
            assertThat(page.json().has("stopped")).isFalse();
            page = ok(
                    ADMIN,
                    CALL + "?limit=2&after=" + encoded(page.json().get("next").asText()));
            assertThat(page.ids()).hasSizeLessThanOrEqualTo(2);
            found.addAll(page.ids());
        }

        assertThat(found).containsExactly("q9", "q8", "q7", "q6", "q5", "q4", "q3", "q2", "q1");
    }

    @Test
    void searchThatWouldLookThroughTooMuchStopsAndSaysWhere() {
        Answer stopped = ok(ADMIN, CALL + "?text=nowhere");

        assertThat(stopped.ids()).isEmpty();
        assertThat(stopped.json().get("stopped").asText())
                .isEqualTo("looked through 6 records, back to 2026-03-10T10:40:00Z (at most 6 at once):"
                        + " go on, or name a shorter time");
        Answer rest = ok(
                ADMIN,
                CALL + "?text=nowhere&after=" + stopped.json().get("next").asText());
        assertThat(rest.json().has("next")).isFalse();
        assertThat(rest.json().has("stopped")).isFalse();
    }

    @Test
    void timeThatHoldsTooMuchForOneSearchIsRefused() {
        Answer refused = get("tenant-admin@crowded", CALL + "?text=nowhere");

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.detail())
                .isEqualTo("search: more than 6 records around 2026-03-10T10:00:00Z (expected: a narrower search)");
    }

    @Test
    void longTextIsCutInListsAndWholeOnItsOwn() {
        JsonNode listed = ok("tenant-admin@crowded", CALL + "?to=2026-03-10T09:30:00Z")
                .json()
                .get("queries")
                .get(0);
        assertThat(listed.get("query").asText()).hasSize(4000);
        assertThat(listed.get("cut").toString()).isEqualTo("[\"query\"]");

        JsonNode one = ok("tenant-admin@crowded", CALL + "/long?at=2026-03-10T09:00:00Z")
                .json();
        assertThat(one.get("query").asText()).hasSize(5000);
        assertThat(one.has("cut")).isFalse();
    }

    @Test
    void oneQueryHasAllItsFailures() {
        JsonNode one = ok(ADMIN, CALL + "/q3?at=2026-03-10T10:40:00Z").json();

        assertThat(one.get("failures").toString()).isEqualTo("[{\"failureType\":\"io.trino.spi.TrinoException\"}]");
        assertThat(get(ADMIN, CALL + "/q3?at=2026-03-10T10:40:01Z").status()).isEqualTo(404);
        assertThat(get(ADMIN, CALL + "/q3?at=").detail()).startsWith("at: column 'timestamp': ''");
    }

    @Test
    void policyHoldsForTheLogToo() {
        JsonNode analysts = ok("analyst@logged", CALL + "?state=FAILED&limit=1").json();
        assertThat(analysts.get("queries").get(0).get("user").asText()).hasSize(64);

        Answer searched = get("analyst@logged", CALL + "?user=ann");
        assertThat(searched.status()).isEqualTo(403);
        assertThat(searched.detail())
                .isEqualTo("user: column 'user' is personal, and no masking policy gives it to your roles as it is");

        JsonNode viewers = ok("tenant-viewer@logged", CALL + "?limit=1").json();
        assertThat(viewers.get("queries").get(0).has("user")).isFalse();
        assertThat(viewers.get("queries").get(0).has("query")).isFalse();
        assertThat(get("tenant-viewer@logged", CALL + "?text=a").status()).isEqualTo(403);
    }

    @Test
    void logThatNobodyHasWrittenToIsEmpty() {
        assertThat(ok("analyst@silent", CALL).ids()).isEmpty();
    }

    @Test
    void othersFindNothingOfIt() {
        assertThat(get("tenant-admin@demo", CALL).status()).isEqualTo(404);
        assertThat(get("producer@logged", CALL).status()).isEqualTo(403);
        assertThat(get("operator", CALL).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=0            | limit: 0 (expected: 1 to 200)
            limit=many         | limit: 'many' (expected: 1 to 200)
            from=yesterday     | from: column 'timestamp': 'yesterday' (expected: a time like 2024-01-15T10:30:00Z)
            slowerThanMs=long  | slowerThanMs: column 'duration_ms': 'long' (expected: a finite number)
            after=x            | after: 'x' (expected: what an earlier page gave as next)
            user=a&user=b      | user: 2 values (expected: one)
            """)
    void errorNamesItsParameter(String query, String detail) {
        Answer answer = get(ADMIN, CALL + "?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo(detail);
    }

    @Test
    void fieldsOfAFormThatAreEmptyAskForNothing() {
        assertThat(ok(ADMIN, CALL + "?user=&state=&tag=&text=&from=&limit=1").ids())
                .containsExactly("q9");
    }

    @Test
    void textsAndListsAreBounded() {
        assertThat(get(ADMIN, CALL + "?text=" + "x".repeat(1001)).detail())
                .isEqualTo("text: 1001 characters (expected: 1 to 1000)");
        assertThat(get(ADMIN, CALL + "?" + "tag=x&".repeat(21)).detail())
                .isEqualTo("tag: 21 values (expected: at most 20)");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private Answer ok(String client, String path) {
        Answer answer = get(client, path);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer;
    }

    private Answer get(String client, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create(base + path))
                    .header("Authorization", "Bearer " + STACK.token(client))
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), json.readTree(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
