package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.Extensions;
import dev.ingest.connector.manifest.ApiBudget;
import dev.ingest.connector.manifest.Manifest;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many who want to call at once get one moment each, and nobody one before those who came earlier. */
class BudgetFairnessTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int THREADS = 8;
    private static final int CALLS = 10;
    private static final int A_MINUTE = 4;
    private static final String MANIFEST = """
            type: DeclarativeSource
            version: 6.0.0
            check: { type: CheckStream, stream_names: [things] }
            spec: { type: Spec, connection_specification: { type: object, properties: {} } }
            api_budget:
              type: HTTPAPIBudget
              policies:
                - type: MovingWindowCallRatePolicy
                  rates: [{ type: Rate, limit: 4, interval: PT1M }]
                  matchers: []
            streams:
              - type: DeclarativeStream
                name: things
                retriever:
                  type: SimpleRetriever
                  requester: { type: HttpRequester, url_base: "http://localhost", path: things }
                  record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }
            """;

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final ApiBudget given =
            Manifest.parse(MANIFEST, Extensions.NONE).budget().orElseThrow();
    private final Budget budget = new Budget(clock);

    private Budget.Taken take(Instant latest) {
        ApiRequest request =
                new ApiRequest("GET", Urls.parse("http://localhost/things"), Map.of(), Map.of(), new byte[0]);
        return budget.take(given, request, Scope.of(Value.emptyDict(), clock), latest);
    }

    private List<Instant> caller() {
        List<Instant> moments = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            moments.add(take(Instant.MAX).at());
        }
        return moments;
    }

    @Test
    void momentsAreSharedOutEvenlyAndInTurn() throws InterruptedException, ExecutionException {
        List<Instant> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Callable<List<Instant>> calls = this::caller;
            for (Future<List<Instant>> caller : threads.invokeAll(Collections.nCopies(THREADS, calls))) {
                assertThat(caller.get()).isSorted();
                all.addAll(caller.get());
            }
        }

        List<Instant> expected = new ArrayList<>();
        for (int i = 0; i < THREADS * CALLS; i++) {
            expected.add(NOON.plus(Duration.ofMinutes(i / A_MINUTE)));
        }
        assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whoDoesNotWaitTakesNothingFromOthers() {
        for (int i = 0; i < A_MINUTE; i++) {
            assertThat(take(NOON).taken()).isTrue();
        }
        assertThat(take(NOON.plusSeconds(59))).isEqualTo(new Budget.Taken(NOON.plusSeconds(60), false));
        for (int i = 0; i < A_MINUTE; i++) {
            assertThat(take(NOON.plusSeconds(60))).isEqualTo(new Budget.Taken(NOON.plusSeconds(60), true));
        }
    }
}
