package dev.ingest.masking.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingest.testkit.LocalStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(MaskingStack.class)
class TablesResourceTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final LocalStack STACK = LocalStack.shared();
    private static final String ROWS = "/api/v1/tables/sales/customers/rows";

    private final HttpClient http = HttpClient.newHttpClient();

    @ConfigProperty(name = "test.url")
    String base;

    @ConfigProperty(name = MaskingStack.FIRST_SNAPSHOT)
    String firstSnapshot;

    private record Answer(int status, String type, JsonNode json) {}

    @Test
    void tablesAreListedWithRowsAsReadBackAndUnwrittenOnesAreNot() {
        JsonNode tables = ok("analyst@demo", "/api/v1/tables");
        assertThat(tables).hasSize(1);
        JsonNode table = tables.get(0);
        assertThat(table.get("namespace").asText()).isEqualTo("sales");
        assertThat(table.get("table").asText()).isEqualTo("customers");
        assertThat(table.get("rows").asLong()).isEqualTo(3);
        assertThat(table.get("snapshot").asText()).isEqualTo(snapshot());
        assertThat(Instant.parse(table.get("committedAt").asText())).isBefore(Instant.now());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            analyst                 | id:CLEAR,email:SHA256,ip:IP,amount:CLEAR,at:CLEAR,profile:CLEAR
            tenant-viewer           | id:CLEAR,ip:REDACT,amount:CLEAR,at:CLEAR,profile:CLEAR
            tenant-admin            | id:CLEAR,email:CLEAR,ip:CLEAR,ssn:REDACT,amount:CLEAR,at:CLEAR,profile:CLEAR
            analyst,tenant-viewer   | id:CLEAR,email:SHA256,ip:IP,amount:CLEAR,at:CLEAR,profile:CLEAR
            analyst,tenant-admin    | id:CLEAR,email:CLEAR,ip:CLEAR,ssn:REDACT,amount:CLEAR,at:CLEAR,profile:CLEAR
            """)
    void rolesDecideWhichColumnsAreSeenAndHow(String roles, String columns) {
        JsonNode answer = ok(roles + "@demo", ROWS + "?select=*&limit=1");
        assertThat(answer.get("columns")
                        .valueStream()
                        .map(column -> column.get("name").asText() + ":"
                                + column.get("mask").asText()))
                .containsExactly(columns.split(","));
    }

    @Test
    void anAnalystSeesHashesAndNetworks() {
        JsonNode answer = ok("analyst@demo", ROWS + "?select=id,email,ip");
        assertThat(byId(answer))
                .isEqualTo(Map.of(
                        1L, List.of("\"" + sha256("ann@example.org") + "\"", "\"10.1.2.0\""),
                        2L, List.of("\"" + sha256("bob@example.com") + "\"", "\"[REDACTED]\""),
                        3L, List.of("null", "null")));
        assertThat(answer.toString()).doesNotContain("example.org").doesNotContain("10.1.2.3");
    }

    @Test
    void anAdminSeesPersonalColumnsAndClearValuesOfEveryType() {
        JsonNode answer = ok("tenant-admin@demo", ROWS + "?select=id,email,ip,ssn,amount,at,profile&filter=id:eq:1");
        assertThat(answer.get("rows").toString())
                .isEqualTo("[[1,\"ann@example.org\",\"10.1.2.3\",\"[REDACTED]\",12.50,\"2024-01-15T10:30:00Z\","
                        + "\"{\\\"a\\\":1}\"]]");
        assertThat(answer.get("columns")
                        .valueStream()
                        .map(column -> column.get("type").asText()))
                .containsExactly("long", "string", "string", "string", "decimal(10,2)", "timestamptz", "json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            analyst       | select=ssn
            analyst       | select=id,ssn
            tenant-viewer | select=email
            analyst       | filter=email:eq:ann@example.org
            analyst       | select=id&filter=ip:notnull
            analyst       | select=id&filter=ssn:isnull
            tenant-viewer | select=id&filter=EMAIL:isnull
            tenant-admin  | select=id&filter=ssn:eq:123
            """)
    void whatThePolicyKeepsCanNeitherBeNamedNorProbed(String role, String query) {
        Answer answer = get(STACK.token(role + "@demo"), ROWS + "?" + query);
        if (query.contains("EMAIL")) {
            assertThat(answer.status()).isEqualTo(400); // names are matched as they are written
        } else {
            assertProblem(answer, 403, "PERMISSION_DENIED");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            id:eq:2                   | 2
            id:ne:2                   | 1,3
            id:in:1,3                 | 1,3
            amount:gt:8               | 1
            amount:ge:8               | 1,2
            amount:le:8.0             | 2
            amount:isnull             | 3
            email:notnull             | 1,2
            email:eq:bob@example.com  | 2
            email:eq:bob@example.org  |
            at:lt:2024-01-17T00:00:00 | 1
            at:ge:2024-01-17T11:30:00+01:00 | 2
            """)
    void filtersHoldOnColumnsThatAreNotSelectedToo(String filter, String ids) {
        JsonNode answer = ok("tenant-admin@demo", ROWS + "?select=id&filter=" + URLEncoder.encode(filter, UTF_8));
        assertThat(answer.get("rows")
                        .valueStream()
                        .map(row -> row.get(0).asText())
                        .sorted())
                .containsExactly(ids == null ? new String[0] : ids.split(","));
    }

    @Test
    void severalFiltersMustAllHold() {
        JsonNode answer = ok("tenant-admin@demo", ROWS + "?select=id&filter=id:ge:2&filter=amount:notnull");
        assertThat(answer.get("rows").toString()).isEqualTo("[[2]]");
    }

    @Test
    void anOlderSnapshotIsReadAsItWasAndOthersDoNotExist() {
        String newest = snapshot();
        assertThat(ok("tenant-admin@demo", ROWS + "?snapshot=" + newest).get("rows"))
                .hasSize(3);
        assertProblem(get(STACK.token("analyst@demo"), ROWS + "?snapshot=1"), 404, "NOT_FOUND");
        assertProblem(get(STACK.token("analyst@demo"), ROWS + "?snapshot=newest"), 400, "INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 2", "10000, 3"})
    void theLimitIsKept(int limit, int rows) {
        assertThat(ok("analyst@demo", ROWS + "?limit=" + limit).get("rows")).hasSize(rows);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=10001           | limit: 10001 (expected: 0 to 10000)
            limit=-1              | limit: -1 (expected: 0 to 10000)
            limit=many            | limit: 'many' (expected: a whole number)
            select=nope           | select: column 'nope' does not exist
            select=id,id          | select: column 'id' appears twice
            select=id,            | select: column '' does not exist
            filter=id:eq:x        | filter: column 'id': 'x' (expected: a whole number of 64 bits)
            filter=nope:eq:x      | filter: column 'nope' does not exist
            """)
    void badQueriesSayWhatIsWrong(String query, String detail) {
        Answer answer = get(STACK.token("analyst@demo"), ROWS + "?" + query);
        assertProblem(answer, 400, "INVALID_ARGUMENT");
        assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
    }

    @Test
    void whatIsAnotherTenantsOrUnknownDoesNotExistInTheSameWords() {
        Answer others = get(STACK.token("tenant-admin@other"), ROWS);
        assertProblem(others, 404, "NOT_FOUND");
        assertThat(others.json().get("detail").asText()).isEqualTo("table 'sales.customers' does not exist");
        for (String path : List.of("sales/orders", "sales/unwritten", "sales/none", "Sales/x-y")) {
            Answer unknown = get(STACK.token("tenant-admin@demo"), "/api/v1/tables/" + path + "/rows");
            assertProblem(unknown, 404, "NOT_FOUND");
            assertThat(unknown.json().get("detail").asText())
                    .isEqualTo("table '%s' does not exist".formatted(path.replace('/', '.')));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant-admin", "tenant-viewer", "analyst", "analyst,tenant-admin"})
    void aPersonalColumnWithoutAPolicyIsNobodys(String roles) {
        String people = "/api/v1/tables/sales/people/rows";
        JsonNode answer = ok(roles + "@third", people);
        assertThat(answer.get("rows")).hasSize(1);
        assertThat(answer.toString()).doesNotContain("email").doesNotContain("eve");
        for (String query : List.of("select=email", "select=id,email", "select=id&filter=email:notnull")) {
            Answer named = get(STACK.token(roles + "@third"), people + "?" + query);
            assertProblem(named, 403, "PERMISSION_DENIED");
            assertThat(named.json().get("detail").asText()).contains("column 'email' is personal");
        }
    }

    @Test
    void deadLettersAreTheAdminsOnly() {
        String letters = "/api/v1/tables/sales/people__dead_letters/rows";
        assertThat(ok("tenant-admin@third", letters + "?select=record")
                        .get("rows")
                        .toString())
                .contains("raw@example.org");
        for (String roles : List.of("tenant-viewer", "analyst", "analyst,tenant-viewer")) {
            Answer refused = get(STACK.token(roles + "@third"), letters);
            assertProblem(refused, 403, "PERMISSION_DENIED");
            assertThat(refused.json().toString()).doesNotContain("raw@example.org");
        }
        assertProblem(get(STACK.token("tenant-admin@demo"), letters), 404, "NOT_FOUND");
        assertProblem(
                get(STACK.token("tenant-admin@demo"), ROWS.replace("customers", "customers__dead_letters")),
                404,
                "NOT_FOUND");
    }

    @Test
    void eachTenantReadsItsOwn() {
        assertThat(ok("analyst@other", "/api/v1/tables/sales/orders/rows?select=id,email")
                        .get("rows")
                        .toString())
                .isEqualTo("[[7,\"eve@example.org\"]]");
        assertThat(ok("analyst@other", "/api/v1/tables")
                        .valueStream()
                        .map(table -> table.get("table").asText()))
                .containsExactly("orders");
    }

    @Test
    void schemaSaysHowTheCallerSeesEachColumn() {
        String path = "/api/v1/tables/sales/customers/schema";
        assertThat(masks(ok("analyst@demo", path)))
                .isEqualTo("id CLEAR,email SHA256,ip IP,ssn HIDDEN,amount CLEAR,at CLEAR,profile CLEAR");
        assertThat(masks(ok("tenant-admin@demo", path))).contains("ssn REDACT");
        JsonNode first = ok("analyst@demo", path).get("columns").get(0);
        assertThat(first.toString())
                .isEqualTo("{\"name\":\"id\",\"type\":\"long\",\"required\":true,\"mask\":\"CLEAR\"}");
        JsonNode history = ok("analyst@demo", path).get("history");
        assertThat(history).hasSize(1);
        assertThat(history.get(0).get("what").toString()).isEqualTo("[\"created with 7 columns\"]");
        assertThat(Instant.parse(history.get(0).get("since").asText())).isBefore(Instant.now());
    }

    private static String masks(JsonNode shape) {
        return shape.get("columns")
                .valueStream()
                .map(column ->
                        column.get("name").asText() + " " + column.get("mask").asText())
                .collect(java.util.stream.Collectors.joining(","));
    }

    @Test
    void snapshotsAreListedFromTheNewestInPages() {
        String path = "/api/v1/tables/sales/customers/snapshots";
        JsonNode page = ok("tenant-viewer@demo", path + "?limit=1");
        JsonNode newest = page.get("snapshots").get(0);
        assertThat(newest.get("id").asText()).isEqualTo(snapshot());
        assertThat(newest.get("recordsAdded").asLong()).isEqualTo(2);
        // the file that the replaced row was in is small: what was left of it was written along
        assertThat(newest.get("recordsRemoved").asLong()).isEqualTo(1);
        assertThat(newest.get("positionsDeleted").asLong()).isZero();
        assertThat(newest.get("files").asLong()).isEqualTo(1);

        JsonNode older = ok(
                "tenant-viewer@demo",
                path + "?limit=1000&before=" + page.get("next").asText());
        assertThat(older.get("snapshots").get(0).get("id").asText()).isEqualTo(firstSnapshot);
        assertThat(older.has("next")).isFalse();
        assertProblem(get(STACK.token("analyst@demo"), path + "?before=7"), 404, "NOT_FOUND");
        assertProblem(get(STACK.token("analyst@demo"), path + "?limit=0"), 400, "INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "snapshots"})
    void historyOfAnothersTableDoesNotExist(String what) {
        assertProblem(
                get(STACK.token("tenant-admin@other"), "/api/v1/tables/sales/customers/" + what), 404, "NOT_FOUND");
        assertProblem(
                get(STACK.token("producer@demo"), "/api/v1/tables/sales/customers/" + what), 403, "PERMISSION_DENIED");
    }

    @Test
    void tokensThatAreNotValidAre401() {
        for (String token : List.of(
                STACK.foreignToken("analyst@demo"),
                STACK.expiredToken("analyst@demo"),
                STACK.tokenWithAudience("analyst@demo", "elsewhere"),
                "nonsense")) {
            assertProblem(get(token, ROWS), 401, "UNAUTHENTICATED");
        }
    }

    @Test
    void rolesThatReadNothingAre403() {
        assertProblem(get(STACK.token("producer@demo"), ROWS), 403, "PERMISSION_DENIED");
        assertProblem(get(STACK.token("operator"), ROWS), 403, "PERMISSION_DENIED");
        assertProblem(get(STACK.token("producer@demo"), "/api/v1/tables"), 403, "PERMISSION_DENIED");
    }

    private String snapshot() {
        return ok("analyst@demo", ROWS + "?limit=0").get("snapshot").asText();
    }

    private static Map<Long, List<String>> byId(JsonNode answer) {
        return answer.get("rows")
                .valueStream()
                .collect(java.util.stream.Collectors.toMap(
                        row -> row.get(0).asLong(),
                        row -> row.valueStream().skip(1).map(JsonNode::toString).toList()));
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(String.valueOf(answer.json())).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.json().get("code").asText()).isEqualTo(code);
    }

    private JsonNode ok(String client, String path) {
        Answer answer = get(STACK.token(client), path);
        assertThat(answer.status()).as(String.valueOf(answer.json())).isEqualTo(200);
        assertThat(answer.type()).startsWith("application/json");
        return answer.json();
    }

    private Answer get(String token, String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
