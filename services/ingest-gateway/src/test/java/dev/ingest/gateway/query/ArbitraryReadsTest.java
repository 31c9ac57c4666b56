package dev.ingest.gateway.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.envelope.Timer;
import dev.ingest.gateway.fuzz.Mutations;
import dev.ingest.gateway.online.OnlineRow;
import dev.ingest.gateway.online.OnlineStore;
import dev.ingest.gateway.online.ViewId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever is asked: an answer with a result for each row, or a refusal that blames who asks. */
class ArbitraryReadsTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 5_000);
    private static final long SEED = Long.getLong("fuzz.seed", 5L);
    private static final Set<ErrorCode> BLAMED = Set.of(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND);
    private static final String ASK = "{\"name\":\"spend\",\"version\":\"v1\",\"object_type\":\"feature_view\","
            + "\"features\":[\"amount\"],\"include_diagnostics\":true,"
            + "\"metadata_options\":{\"include_names\":true,\"include_data_types\":true},"
            + "\"request_rows\":[{\"entity\":{\"user_id\":\"u1\",\"shop\":7,\"price\":1.5,\"at\":\"2026-01-01T00:00:00Z\"},"
            + "\"request_context\":{}},{\"entity\":{\"user_id\":\"u2\",\"shop\":7,\"price\":0,\"at\":\"2026-01-01 00:00:00\"}}]}";

    private static final FeatureViewSpec VIEW = new FeatureViewSpec(
            "demo",
            "spend",
            "v1",
            "transactions",
            List.of("user_id", "shop", "price", "at"),
            "timestamp",
            List.of(
                    new ColumnSpec("timestamp", "timestamptz", true),
                    new ColumnSpec("user_id", "string", true),
                    new ColumnSpec("shop", "long", true),
                    new ColumnSpec("price", "decimal(10,2)", true),
                    new ColumnSpec("at", "timestamp", true),
                    new ColumnSpec("amount", "double", false)),
            List.of(),
            true,
            Optional.of(new TableRef("features", "spend_v1")),
            FeatureViewSpec.State.ACTIVE);

    private final FeatureQuery query = new FeatureQuery(
            new FeatureQuery.Limits(10, Duration.ofMinutes(1)),
            tenant -> List.of(VIEW),
            new Visibility((tenant, table) -> Optional.empty(), tenant -> List.of()),
            new Nothing(),
            Timer.SYSTEM,
            System::nanoTime);

    /** A store that holds no row. */
    private static final class Nothing implements OnlineStore {
        @Override
        public CompletionStage<@Nullable Void> put(ViewId view, List<OnlineRow> rows) {
            throw new UnsupportedOperationException("a read writes nothing");
        }

        @Override
        public CompletionStage<Map<String, OnlineRow>> get(ViewId view, Collection<String> entities) {
            return CompletableFuture.completedStage(Map.of());
        }
    }

    @Test
    void everyReadIsAnsweredOrBlamed() {
        var mutations = new Mutations(SEED);
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String ask = mutations.of(ASK);
            try {
                FeatureQuery.Answer answer = query.query("demo", Set.of("consumer"), ask.getBytes(UTF_8))
                        .toCompletableFuture()
                        .join();
                assertThat(answer.json().get("results").size()).as(ask).isBetween(1, 10);
                answered++;
            } catch (IngestException refused) {
                assertThat(BLAMED).as(ask).contains(refused.code());
            }
        }
        assertThat(answered).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
    }
}
