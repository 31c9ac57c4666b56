package dev.ingest.gateway.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.StoreBusyException;
import dev.ingest.gateway.online.ViewId;
import dev.ingest.platform.mask.Masks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureQueryTest {
    private static final TableRef TABLE = new TableRef("features", "spend_v1");
    private static final FeatureViewSpec VIEW = new FeatureViewSpec(
            "demo",
            "Spend",
            "v1",
            "transactions",
            List.of("user_id", "shop"),
            "timestamp",
            List.of(
                    new ColumnSpec("timestamp", "timestamptz", true),
                    new ColumnSpec("user_id", "string", true),
                    new ColumnSpec("shop", "long", true),
                    new ColumnSpec("amount", "double", false),
                    new ColumnSpec("price", "decimal(10,2)", false),
                    new ColumnSpec("email", "string", false, true)),
            List.of(),
            true,
            Optional.of(TABLE),
            FeatureViewSpec.State.ACTIVE);
    private static final String ROW = "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"user_id\":\"u1\",\"shop\":7,"
            + "\"amount\":150.00,\"price\":1.5,\"email\":\"a@b.c\"}";
    private static final String ASK = "{\"name\":\"Spend\",\"version\":\"v1\",\"object_type\":\"feature_view\","
            + "\"metadata_options\":{\"include_names\":true,\"include_data_types\":true},"
            + "\"request_rows\":[{\"entity\":{\"user_id\":\"u1\",\"shop\":7}},{\"entity\":{\"user_id\":\"u2\",\"shop\":7}}]}";

    private final Map<String, OnlineRow> rows = new HashMap<>(Map.of(
            "[\"u1\",7]", new OnlineRow("[\"u1\",7]", Instant.parse("2026-01-01T00:00:00Z"), ROW.getBytes(UTF_8))));
    private FeatureViewSpec view = VIEW;
    private List<StreamSourceSpec> sources = List.of();
    private TableRef masked = TABLE;
    private Map<String, Map<String, Mask>> policy = Map.of();
    private Optional<CompletionStage<Map<String, OnlineRow>>> fault = Optional.empty();
    private final List<Runnable> later = new ArrayList<>();

    private final class Store implements OnlineStore {
        @Override
        public CompletionStage<@Nullable Void> put(ViewId view, List<OnlineRow> given) {
            throw new UnsupportedOperationException("no test here writes");
        }

        @Override
        public CompletionStage<Map<String, OnlineRow>> get(ViewId view, Collection<String> entities) {
            assertThat(view).isEqualTo(new ViewId("demo", "Spend", "v1"));
            Map<String, OnlineRow> found = new HashMap<>(rows);
            found.keySet().retainAll(entities);
            return fault.orElseGet(() -> CompletableFuture.completedStage(found));
        }
    }

    private Optional<MaskingPolicySpec> policy(String owner, TableRef table) {
        return policy.isEmpty() || !table.equals(masked)
                ? Optional.empty()
                : Optional.of(new MaskingPolicySpec(owner, table, policy));
    }

    private FeatureQuery.Answer answer(String tenant, String ask) {
        var query = new FeatureQuery(
                new FeatureQuery.Limits(10, Duration.ofSeconds(2)),
                owner -> owner.equals("demo") ? List.of(view) : List.of(),
                new Visibility(this::policy, owner -> sources),
                new Store(),
                (wait, action) -> later.add(action),
                System::nanoTime);
        CompletableFuture<FeatureQuery.Answer> answer =
                query.query(tenant, Set.of("consumer"), ask.getBytes(UTF_8)).toCompletableFuture();
        later.forEach(Runnable::run);
        return answer.join();
    }

    private String json(String ask) {
        return answer("demo", ask).json().toString();
    }

    @Test
    void answersInTheShapeThatTheFieldsClientsRead() {
        FeatureQuery.Answer answer = answer("demo", ASK);
        assertThat(answer.complete()).isTrue();
        assertThat(answer.json().toString())
                .isEqualTo("{\"results\":[{\"features\":[150.00,1.5]},{\"features\":[null,null]}],"
                        + "\"metadata\":{\"features\":[{\"name\":\"amount\",\"type\":\"real\"},"
                        + "{\"name\":\"price\",\"type\":\"fixed\",\"precision\":10,\"scale\":2}]}}");
    }

    @Test
    void personalFeatureIsSeenAsThePolicySaysForTheCallersRole() {
        policy = Map.of("email", Map.of("consumer", Mask.SHA256), "price", Map.of("consumer", Mask.SHA256));
        assertThat(json(ASK))
                .startsWith("{\"results\":[{\"features\":[150.00,\"%s\",\"%s\"]}"
                        .formatted(Masks.apply(Mask.SHA256, "1.50"), Masks.apply(Mask.SHA256, "a@b.c")));
        policy = Map.of("email", Map.of("analyst", Mask.CLEAR));
        assertThat(json(ASK)).doesNotContain("email").doesNotContain("a@b.c");
    }

    @Test
    void viewWithoutATableIsSeenAsThePolicyOfItsSourcesTableSays() {
        masked = new TableRef("features", "transactions");
        sources = List.of(
                new StreamSourceSpec("demo", "transactions", "timestamp", VIEW.columns(), masked, Optional.empty()));
        view = new FeatureViewSpec(
                "demo",
                "Spend",
                "v1",
                "transactions",
                VIEW.entityKeys(),
                "timestamp",
                VIEW.columns(),
                List.of(),
                true,
                Optional.empty(),
                FeatureViewSpec.State.ACTIVE);
        policy = Map.of("email", Map.of("consumer", Mask.CLEAR), "AMOUNT", Map.of("analyst", Mask.CLEAR));
        assertThat(json(ASK)).startsWith("{\"results\":[{\"features\":[1.5,\"a@b.c\"]}");

        sources = List.of();
        assertThat(json(ASK)).as("nobody knows what the policy is").startsWith("{\"results\":[{\"features\":[]}");
    }

    @Test
    void featuresThatAreNamedComeInThatOrder() {
        assertThat(json(ASK.replace(
                        "\"object_type\"", "\"features\":[\"PRICE\",\"timestamp\",\"PRICE\"],\"object_type\"")))
                .startsWith("{\"results\":[{\"features\":[1.5,\"2026-01-01T00:00:00Z\"]}");
        assertThatThrownBy(() -> json(ASK.replace("\"object_type\"", "\"features\":[\"email\"],\"object_type\"")))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        assertThatThrownBy(() -> json(ASK.replace("\"object_type\"", "\"features\":[\"nope\"],\"object_type\"")))
                .hasMessage("features: 'nope' (expected: features of Spend v1)");
    }

    @Test
    void entityWithoutAKeyColumnIsMissingInputAndTheOthersAreAnswered() {
        FeatureQuery.Answer answer = answer("demo", ASK.replace("{\"user_id\":\"u2\",\"shop\":7}", "{\"shop\":7}"));
        assertThat(answer.complete()).isFalse();
        assertThat(answer.json().get("results").toString())
                .isEqualTo("[{\"features\":[150.00,1.5]},{\"status\":\"MISSING_INPUT\",\"features\":[null,null]}]");
    }

    @Test
    void numberThatNothingCanHoldIsItsColumnsTextAndTheOthersAreAsEver() {
        byte[] stored =
                ROW.replace("150.00", "150.00,\"extra\": [1E99999999999]").getBytes(UTF_8);
        assertThat(StoredRow.tree(stored).get("extra").textValue()).isEqualTo("[1E99999999999]");
        rows.replaceAll((key, row) -> new OnlineRow(key, row.eventTime(), stored));
        assertThat(json(ASK)).startsWith("{\"results\":[{\"features\":[150.00,1.5]}");
    }

    @Test
    void silentStoreIsATimeOut() {
        fault = Optional.of(new CompletableFuture<>());
        FeatureQuery.Answer answer = answer("demo", ASK);
        assertThat(answer.complete()).isFalse();
        assertThat(answer.json().at("/results/0").toString())
                .isEqualTo("{\"status\":\"TIME_OUT\",\"features\":[null,null]}");
    }

    @Test
    void storeThatFailsOrIsFullIsUnavailable() {
        for (Throwable failure : List.of(new IllegalStateException("refused"), new StoreBusyException("full"))) {
            fault = Optional.of(CompletableFuture.failedStage(failure));
            assertThatThrownBy(() -> json(ASK))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            IngestException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
    }

    @Test
    void viewIsFoundWithoutRegardToCaseAndAnotherTenantsIsNot() {
        assertThat(json(ASK.replace("Spend", "SPEND").replace("\"v1\"", "\"V1\"")))
                .contains("150.00");
        assertThatThrownBy(() -> answer("acme", ASK))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> json(ASK.replace("\"feature_view\"", "\"feature_group\"")))
                .hasMessage("feature group 'Spend v1' does not exist");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                               | body: not valid JSON
            {"a":1E99999999999}                             | body: a number whose exponent nothing can hold
            []                                              | body: an array (expected: an object)
            {"version":"v1"}                                | name: missing (expected: a name)
            {"name":"Spend","version":1}                    | version: a number (expected: a name)
            {"name":"Spend","version":"v1"}                 | request_rows: missing (expected: an array of 1 to 10 rows)
            {"name":"Spend","version":"v1","request_rows":[]} | request_rows: none (expected: an array of 1 to 10 rows)
            {"name":"Spend","version":"v1","request_rows":[{}]} | request_rows[0].entity: missing (expected: an object of key columns)
            {"name":"Spend","version":"v1","object_type":"x"} | object_type: 'x' (expected: feature_view or feature_group)
            {"name":"Spend","version":"v1","request_rows":[{"entity":{"user_id":1,"shop":1}}]} | request_rows[0].entity: Field 'user_id': expected string, got number
            {"name":"Spend","version":"v1","request_rows":[{"entity":{}}],"features":[1]} | features[0]: a number (expected: a name)
            """)
    void whatIsWrongIsNamed(String ask, String message) {
        assertThatThrownBy(() -> json(ask)).isInstanceOf(IngestException.class).hasMessage(message);
    }

    @Test
    void moreRowsThanTheLimitAreRefused() {
        String row = "{\"entity\":{\"user_id\":\"u\",\"shop\":1}}";
        String eleven =
                "{\"name\":\"Spend\",\"version\":\"v1\",\"request_rows\":[" + (row + ",").repeat(10) + row + "]}";
        assertThatThrownBy(() -> json(eleven)).hasMessage("request_rows: 11 rows (expected: at most 10)");
    }
}
