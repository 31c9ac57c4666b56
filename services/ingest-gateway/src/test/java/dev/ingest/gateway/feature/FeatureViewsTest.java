package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.StoreBusyException;
import dev.ingest.gateway.online.ViewId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureViewsTest {
    private static final String TEN = IntStream.range(0, 10)
            .mapToObj(i ->
                    "{\"timestamp\":\"2024-01-15T10:30:0%dZ\",\"user_id\":\"u%d\",\"amount\":%d}".formatted(i, i, i))
            .collect(Collectors.joining(","));
    private static final String POST = "{\"records\":{\"transactions_stream\":[" + TEN + "]}}";
    private static final ViewId USER = new ViewId("demo", "user_transaction_features", "v1");
    private static final ViewId FRAUD = new ViewId("demo", "fraud_detection_features", "v1");
    private static final String SUCCESS =
            "{\"name\":\"user_transaction_features\",\"version\":\"v1\",\"status\":\"success\"}";

    private final Views views = new Views();

    private static String post(String record) {
        return "{\"records\":{\"transactions_stream\":[" + record + "]}}";
    }

    private void register(FeatureViewSpec... specs) {
        views.registered.addAll(List.of(specs));
    }

    private static FeatureViewSpec user() {
        return Views.view("user_transaction_features", List.of());
    }

    private static FeatureViewSpec fraud() {
        return Views.view("fraud_detection_features", List.of());
    }

    /** Their source is to be fresh within a minute: half of it may pass asleep, and no other source's records wait for it. */
    @Test
    void rowsLetTheWriterSleepForHalfOfTheirSourcesFreshness() {
        register(user());
        String record = "{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":\"u\"}";
        assertThat(views.answer(
                        "{\"records\":{\"transactions_stream\":[%s],\"refunds\":[%s]}}".formatted(record, record)))
                .contains("\"status\":\"success\"");
        assertThat(views.patience)
                .containsOnly(
                        Map.entry("transactions_stream", Duration.ofSeconds(30)),
                        Map.entry("user_transaction_features_v1", Duration.ofSeconds(30)),
                        Map.entry("refunds", Duration.ZERO));
    }

    /** Source: the Ingest API reference, "Full success". */
    @Test
    void fullSuccessAnswersAsTheReferenceHasIt() {
        register(user());
        assertThat(views.answer(POST))
                .isEqualTo(
                        "{\"request_id\":\"req_abc123\",\"status\":\"success\",\"sources\":{\"transactions_stream\":{"
                                + "\"records\":{\"total\":10,\"failed\":0},\"feature_views\":{\"failed\":0,\"results\":["
                                + SUCCESS + "]}}}}");
        assertThat(views.sentTo("user_transaction_features_v1")).hasSize(1);
        assertThat(views.online.get(USER)).hasSize(10);
    }

    /** Source: the Ingest API reference, "Partial success with feature view failure". */
    @Test
    void viewWhoseTableIsSilentFailsAloneAsTheReferenceHasIt() {
        register(user(), fraud());
        views.logFault = envelope -> envelope.table().name().equals("fraud_detection_features_v1")
                ? new CompletableFuture<>()
                : CompletableFuture.completedStage(null);

        assertThat(views.answer(POST))
                .isEqualTo("{\"request_id\":\"req_abc123\",\"status\":\"partial_success\",\"sources\":"
                        + "{\"transactions_stream\":{\"records\":{\"total\":10,\"failed\":0},\"feature_views\":{\"failed\":1,"
                        + "\"results\":[" + SUCCESS
                        + ",{\"name\":\"fraud_detection_features\",\"version\":\"v1\",\"status\":\"failed\",\"error\":"
                        + "{\"code\":\"WRITE_ERROR\",\"message\":\"Offline store write timed out after 30s\","
                        + "\"store\":\"offline\",\"retryable\":true}}]}}}}");
    }

    /** Source: the Ingest API reference, "Partial success with record validation errors". */
    @Test
    void rejectedRecordsKeepTheOthersFromNoView() {
        register(user());
        String answer = views.answer(post(TEN.replace("\"timestamp\":\"2024-01-15T10:30:03Z\",", "")
                .replace("\"amount\":7", "\"amount\":\"7\"")));

        assertThat(answer)
                .isEqualTo("{\"request_id\":\"req_abc123\",\"status\":\"partial_success\",\"sources\":"
                        + "{\"transactions_stream\":{\"records\":{\"total\":10,\"failed\":2,\"errors\":["
                        + "{\"index\":3,\"error\":{\"code\":\"MISSING_REQUIRED_FIELD\",\"message\":\"Record is missing required field: timestamp\"}},"
                        + "{\"index\":7,\"error\":{\"code\":\"INVALID_FIELD_TYPE\",\"message\":\"Field 'amount': expected number, got string\"}}]},"
                        + "\"feature_views\":{\"failed\":0,\"results\":[" + SUCCESS + "]}}}}");
        assertThat(views.online.get(USER)).hasSize(8);
    }

    @Test
    void onlineStoreThatIsSilentFailsOrIsFullIsNamed() {
        register(user());
        views.onlineFault = view -> new CompletableFuture<>();
        assertThat(views.answer(POST))
                .contains("\"code\":\"WRITE_ERROR\",\"message\":\"Online store write timed out"
                        + " after 2s\",\"store\":\"online\",\"retryable\":true");
        views.onlineFault = view -> CompletableFuture.failedStage(new IllegalArgumentException("connection refused"));
        assertThat(views.answer(POST))
                .contains("\"code\":\"WRITE_ERROR\",\"message\":\"Online store write failed\","
                        + "\"store\":\"online\",\"retryable\":true");
        assertThat(views.unexpected).isEmpty();
        assertThat(views.failed)
                .singleElement()
                .satisfies(cause -> assertThat(cause).hasMessage("connection refused"));
        views.onlineFault = view -> {
            throw new StoreBusyException("full");
        };
        assertThat(views.answer(POST))
                .contains("\"code\":\"UNAVAILABLE\",\"message\":\"Online store is temporarily"
                        + " unavailable\",\"store\":\"online\",\"retryable\":true");
    }

    @Test
    void defectIsInternalAndOneViewsOnly() {
        register(user(), fraud());
        views.onlineFault = view -> {
            if (view.equals(FRAUD)) {
                throw new IllegalStateException("defect");
            }
            return CompletableFuture.completedStage(null);
        };
        assertThat(views.answer(POST))
                .contains(SUCCESS)
                .contains("\"code\":\"INTERNAL\",\"message\":\"internal error; the service's log has the cause\"}");
        assertThat(views.unexpected).hasSize(1);
    }

    @Test
    void suspendedViewTakesNothing() {
        register(Views.suspended(user()));
        assertThat(views.answer(POST))
                .contains("\"error\":{\"code\":\"FAILED_PRECONDITION\",\"message\":\"Feature view is suspended\"}");
        assertThat(views.online).isEmpty();
        assertThat(views.sent).hasSize(1);
    }

    @Test
    void viewThatWasDroppedWhileThePostWaitedIsNotFound() {
        register(user(), fraud());
        views.logFault = envelope -> {
            views.registered.removeIf(view -> view.name().equals(user().name()));
            return CompletableFuture.completedStage(null);
        };
        assertThat(views.answer(POST))
                .contains("\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"Feature view not found\"}")
                .contains("\"feature_views\":{\"failed\":1,");
        assertThat(views.online).containsOnlyKeys(FRAUD);
        assertThat(views.sent).map(envelope -> envelope.table().name()).doesNotContain("user_transaction_features_v1");
    }

    @Test
    void viewThatWasSuspendedWhileThePostWaitedTakesNothing() {
        register(user());
        views.logFault = envelope -> {
            views.registered.replaceAll(Views::suspended);
            return CompletableFuture.completedStage(null);
        };
        assertThat(views.answer(POST)).contains("\"code\":\"FAILED_PRECONDITION\"");
        assertThat(views.online).isEmpty();
    }

    @Test
    void storesAreWrittenToOnThreadsOfTheirOwnAndRefuseWhatPilesUp() {
        register(user());
        var waiting = new ArrayList<Runnable>();
        views.threads = new FanOut.Threads(waiting::add, Runnable::run);
        CompletableFuture<String> answer = views.later(POST);
        assertThat(views.sent).map(envelope -> envelope.table().name()).containsExactly("transactions_stream");
        assertThat(answer).isNotDone();
        waiting.forEach(Runnable::run);
        assertThat(answer).isCompletedWithValueMatching(json -> json.contains(SUCCESS));

        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        views.threads = new FanOut.Threads(Runnable::run, full);
        assertThat(views.answer(POST))
                .contains("\"code\":\"UNAVAILABLE\",\"message\":\"Offline store is temporarily unavailable\","
                        + "\"store\":\"offline\",\"retryable\":true");
        views.threads = new FanOut.Threads(full, Runnable::run);
        assertThat(views.answer(POST)).contains("\"message\":\"Online store is temporarily unavailable\"");
    }

    @Test
    void oneOfTwoSourcesThatIsNotDurableFailsThePostBeforeAnyViewHasIt() {
        register(user());
        views.logFault = envelope -> envelope.table().name().equals("transactions_stream")
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(new IllegalStateException("no broker"));
        String two = POST.replace(
                "\"transactions_stream\":",
                "\"refunds\":[{\"timestamp\":\"2024-01-15T10:30:00Z\","
                        + "\"user_id\":\"u\"}],\"transactions_stream\":");
        assertThatThrownBy(() -> views.answer(two))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(views.online).isEmpty();
        assertThat(views.sent).map(envelope -> envelope.table().name()).containsExactly("refunds");

        views.logFault = envelope -> CompletableFuture.completedStage(null);
        assertThat(views.answer(two)).contains("\"status\":\"success\"");
    }

    @Test
    void nothingGoesToViewsWhenTheSourceIsNotDurable() {
        register(user());
        views.logFault = envelope -> CompletableFuture.failedStage(new IllegalStateException("no broker"));
        assertThatThrownBy(() -> views.answer(POST))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(views.sent).hasSize(1);
        assertThat(views.online).isEmpty();
    }

    @Test
    void postsThatWaitShareATimer() {
        register(user());
        views.onlineFault = view -> new CompletableFuture<>();
        FeatureIngest ingest = views.ingest();
        for (int i = 0; i < 50; i++) {
            assertThat(ingest.ingest("demo", POST.getBytes(UTF_8)).toCompletableFuture())
                    .isNotDone();
        }
        assertThat(views.later).hasSize(1);
    }

    @Test
    void onlineRowsWaitForTheSourcesAcknowledgement() {
        register(user());
        var acknowledgement = new CompletableFuture<@Nullable Void>();
        views.logFault = envelope -> envelope.table().equals(Views.SOURCE.table())
                ? acknowledgement
                : CompletableFuture.completedStage(null);
        var answer = views.ingest().ingest("demo", POST.getBytes(UTF_8)).toCompletableFuture();
        assertThat(views.online).isEmpty();
        assertThat(answer).isNotDone();
        acknowledgement.complete(null);
        assertThat(views.online).containsKey(USER);
        assertThat(answer).isCompleted();
    }

    @Test
    void dryRunTellsWhatViewsWouldSayAndWritesNothing() {
        register(
                user(),
                Views.view(
                        "broken",
                        List.of(Map.of(
                                "type",
                                "AddFields",
                                "fields",
                                List.of(Map.of("path", List.of("x"), "value", "{{ record['amount'] / 0 }}"))))));
        String answer = views.answer(POST.replace("{\"records\"", "{\"dry_run\":true,\"records\""));
        assertThat(answer).contains(SUCCESS).contains("UDF_EXECUTION_FAILED");
        assertThat(views.sent).isEmpty();
        assertThat(views.online).isEmpty();
    }

    @Test
    void transformationAndFilterDecideWhatAViewHolds() {
        FeatureViewSpec plain = Views.view(
                "big_spender",
                List.of(
                        Map.of("type", "RecordFilter", "condition", "{{ record['amount'] > 7 }}"),
                        Map.of(
                                "type",
                                "AddFields",
                                "fields",
                                List.of(Map.of(
                                        "path", List.of("cents"), "value", "{{ (record['amount'] * 100) | int }}")))));
        register(new FeatureViewSpec(
                plain.tenant(),
                plain.name(),
                plain.version(),
                plain.source(),
                plain.entityKeys(),
                plain.eventTime(),
                List.of(
                        new ColumnSpec("cents", "long", false),
                        new ColumnSpec("user_id", "string", true),
                        new ColumnSpec("timestamp", "timestamptz", true)),
                plain.transformation(),
                true,
                plain.table(),
                plain.state()));
        assertThat(views.answer(POST)).contains("\"status\":\"success\"");
        assertThat(views.sentTo("big_spender_v1"))
                .containsExactly("{\"timestamp\":\"2024-01-15T10:30:08Z\",\"user_id\":\"u8\",\"cents\":800}\n"
                        + "{\"timestamp\":\"2024-01-15T10:30:09Z\",\"user_id\":\"u9\",\"cents\":900}\n");
        assertThat(views.online.get(new ViewId("demo", "big_spender", "v1")))
                .extracting(OnlineRow::entity)
                .containsExactly("[\"u8\"]", "[\"u9\"]");
    }

    private static FeatureViewSpec adding(String name, String value) {
        return Views.view(
                name,
                List.of(Map.of(
                        "type", "AddFields", "fields", List.of(Map.of("path", List.of("amount"), "value", value)))));
    }

    /** Where posts are taken nothing may take long: that is the pod's event loop. */
    @Test
    void transformationsRunInTurnsOfTheirOwnAndPlainViewsAtOnce() {
        register(user());
        var turns = new ArrayList<Runnable>();
        views.turns = new TransformationTurns.Threads(turns::add, Runnable::run);
        assertThat(views.later(POST)).isCompleted();
        assertThat(turns).isEmpty();

        register(adding("doubled", "{{ record['amount'] * 2 }}"));
        views.sent.clear();
        CompletableFuture<String> answer = views.later(POST);
        assertThat(views.sent).isEmpty();
        while (!turns.isEmpty()) {
            turns.removeFirst().run();
        }
        assertThat(answer).isCompletedWithValueMatching(json -> json.contains("\"status\":\"success\""));
        assertThat(views.sentTo("doubled_v1")).singleElement().asString().contains("\"amount\":18");
        assertThat(views.sentTo("transactions_stream")).hasSize(1);
    }

    @Test
    void transformationThatTakesTooLongFailsItsViewAlone() {
        register(user(), adding("slow", "{{ record['amount'] * 2 }}"));
        views.tick = Duration.ofMillis(300);
        assertThat(views.answer(POST))
                .contains(SUCCESS)
                .contains("\"error\":{\"code\":\"UDF_EXECUTION_FAILED\",\"message\":\"Transformation of record 6:"
                        + " takes longer than 2000 ms for the records of a post (expected: at most that)\"}");
        assertThat(views.sentTo("transactions_stream")).hasSize(1);
        assertThat(views.sentTo("slow_v1")).isEmpty();
    }

    @Test
    void postWhoseTransformationsWaitTooLongIsToldToComeBackAndNothingIsWritten() {
        register(adding("doubled", "{{ record['amount'] * 2 }}"));
        views.turns = new TransformationTurns.Threads(turn -> {}, Runnable::run);
        assertThatThrownBy(() -> views.answer(POST))
                .cause()
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(views.sent).isEmpty();
    }

    @Test
    void rowThatIsMadeTooLargeFailsItsViewAlone() {
        register(user());
        FeatureViewSpec text = adding("text", "{{ 'x' * 990000 }}");
        views.registered.add(new FeatureViewSpec(
                text.tenant(),
                text.name(),
                text.version(),
                text.source(),
                text.entityKeys(),
                text.eventTime(),
                List.of(
                        new ColumnSpec("timestamp", "timestamptz", true),
                        new ColumnSpec("user_id", "string", true),
                        new ColumnSpec("amount", "string", false)),
                text.transformation(),
                true,
                text.table(),
                text.state()));
        assertThat(views.answer(post("{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":\"u\"}")))
                .contains(SUCCESS)
                .contains("Transformation of record 0: Record has 990062 bytes (expected: at most 856064)");
        assertThat(views.unexpected).isEmpty();
    }

    @Test
    void transformationThatFailsNamesTheRecordAndKeepsTheViewWhole() {
        register(Views.view(
                "broken",
                List.of(Map.of(
                        "type",
                        "AddFields",
                        "fields",
                        List.of(Map.of(
                                "path",
                                List.of("amount"),
                                "value",
                                "{{ 'x' if record['user_id'] == 'u4' else 1 }}"))))));
        assertThat(views.answer(POST))
                .contains("\"error\":{\"code\":\"UDF_EXECUTION_FAILED\",\"message\":\"Transformation of record 4:"
                        + " Field 'amount': expected number, got string\"}");
        assertThat(views.sentTo("broken_v1")).isEmpty();
        assertThat(views.online).isEmpty();
    }

    @Test
    void transformationThatMakesWhatNoTableTakesFailsItsViewAlone() {
        register(
                user(),
                Views.view(
                        "huge",
                        List.of(Map.of(
                                "type",
                                "AddFields",
                                "fields",
                                List.of(Map.of("path", List.of("amount"), "value", "{{ 10 ** 1200 }}"))))));
        assertThat(views.answer(POST))
                .contains(SUCCESS)
                .contains("\"code\":\"UDF_EXECUTION_FAILED\",\"message\":\"Transformation of record 0:"
                        + " Field 'amount': expected number of at most 1000 characters");
        assertThat(views.sentTo("transactions_stream")).hasSize(1);
    }

    @Test
    void halfOfASurrogatePairIsNoCharacterOfAnEntity() {
        register(user());
        assertThat(views.answer(post("""
                {"timestamp":"2024-01-15T10:30:00Z","user_id":"\\ud800"},
                {"timestamp":"2024-01-15T10:30:00Z","user_id":"\\ud83d\\ude00"}""")))
                .contains("\"failed\":1,\"errors\":[{\"index\":0,\"error\":{\"code\":\"INVALID_FIELD_TYPE\"");
        assertThat(views.online.get(USER)).extracting(OnlineRow::entity).containsExactly("[\"😀\"]");
    }

    @Test
    void timeWithoutSecondsIsATimeInItsViewsToo() {
        register(user());
        assertThat(views.answer(post("{\"timestamp\":\"2024-01-15T10:30Z\",\"user_id\":\"u\"}")))
                .contains("\"failed\":0}")
                .doesNotContain("INTERNAL");
        assertThat(views.online.get(USER))
                .extracting(OnlineRow::eventTime)
                .containsExactly(Instant.parse("2024-01-15T10:30:00Z"));
        assertThat(views.unexpected).isEmpty();
    }

    @Test
    void objectIsNoPartOfAnEntitysKey() {
        FeatureViewSpec user = user();
        register(new FeatureViewSpec(
                user.tenant(),
                user.name(),
                user.version(),
                user.source(),
                List.of("user_id"),
                user.eventTime(),
                List.of(new ColumnSpec("timestamp", "timestamptz", true), new ColumnSpec("user_id", "json", true)),
                List.of(Map.of(
                        "type",
                        "AddFields",
                        "fields",
                        List.of(Map.of("path", List.of("user_id"), "value", "{{ {'id': 1} }}")))),
                true,
                Optional.empty(),
                user.state()));
        assertThat(views.answer(post("{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":\"u\"}")))
                .contains("UDF_EXECUTION_FAILED");
        assertThat(views.online).isEmpty();
    }

    @Test
    void entitiesAreTheSameHoweverTheirKeyIsWritten() {
        FeatureViewSpec user = user();
        FeatureViewSpec byAmount = new FeatureViewSpec(
                user.tenant(),
                user.name(),
                user.version(),
                user.source(),
                List.of("amount", "user_id"),
                user.eventTime(),
                user.columns(),
                List.of(),
                true,
                Optional.empty(),
                user.state());
        register(byAmount);
        views.answer(post("""
                {"timestamp":"2024-01-15T10:30:00+02:00","user_id":"é","amount":1.0},
                {"timestamp":"2024-01-15 10:30:00.123456789","user_id":"\\u00e9","amount":1},
                {"timestamp":"2024-01-15T10:30:00Z","user_id":"a\\"b","amount":-0.0}"""));
        assertThat(views.online.get(USER))
                .extracting(OnlineRow::entity)
                .containsExactly("[1,\"é\"]", "[1,\"é\"]", "[0,\"a\\\"b\"]");
        assertThat(views.online.get(USER))
                .extracting(OnlineRow::eventTime)
                .containsExactly(
                        Instant.parse("2024-01-15T08:30:00Z"),
                        Instant.parse("2024-01-15T10:30:00.123456789Z"),
                        Instant.parse("2024-01-15T10:30:00Z"));
    }

    /** No store has to take a key of any length, and one long key is no reason to lose the other entities' rows. */
    @Test
    void longKeyIsItsHashHoweverItIsWrittenAndReadTheSameWay() {
        register(user());
        FeatureIngest ingest = new FeatureIngest(
                tenant -> new FeatureLimits(2, 10, 10_000),
                new Registrations(
                        tenant -> List.of(Views.SOURCE), tenant -> List.of(user()), ConnectorTransformations::compile),
                views.log(),
                views.fanOut(),
                views.turns(),
                System::nanoTime);
        String longest = "k".repeat(1996);
        assertThat(ingest.ingest(
                        "demo", post("""
                {"timestamp":"2024-01-15T10:30:00Z","user_id":"%s"},
                {"timestamp":"2024-01-15T10:30:00Z","user_id":"%sé"},
                {"timestamp":"2024-01-15T10:30:01Z","user_id":"%s\\u00e9"}""".formatted(longest, longest, longest)).getBytes(UTF_8)))
                .isCompletedWithValueMatching(IngestAnswer::complete);
        List<String> keys = views.online.getOrDefault(USER, List.of()).stream()
                .map(OnlineRow::entity)
                .toList();
        assertThat(keys.getFirst()).isEqualTo("[\"" + longest + "\"]");
        assertThat(keys.get(1)).matches("sha256:[0-9a-f]{64}").isEqualTo(keys.get(2));
        assertThat(new EntityColumns(user()).key("at", name -> Optional.of(new TextNode(longest + "é").traverse())))
                .contains(keys.get(1));
    }

    @Test
    void recordWithoutItsEntityFailsTheView() {
        register(new FeatureViewSpec(
                "demo",
                "by_amount",
                "v1",
                "transactions_stream",
                List.of("amount"),
                "timestamp",
                Views.SOURCE.columns(),
                List.of(),
                true,
                Optional.empty(),
                FeatureViewSpec.State.ACTIVE));
        assertThat(views.answer(post("{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":\"u\",\"amount\":null}")))
                .contains("Transformation of record 0: Record is missing required field: amount");
    }
}
