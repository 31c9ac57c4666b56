package dev.ingest.gateway.querylog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.envelope.DurableLog;
import dev.ingest.gateway.fuzz.Mutations;
import dev.ingest.lake.Column;
import dev.ingest.lake.Conversion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is posted: all of it is taken, or nothing, and what is taken fits the table. */
class ArbitraryQueriesTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 5_000);
    private static final long SEED = Long.getLong("fuzz.seed", 5L);
    private static final List<String> REQUIRED = List.of("query_id", "timestamp", "query_state");

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** The table's, as the scheduler declares it. */
    private static final List<Column> COLUMNS = QueryRow.COLUMNS.stream()
            .map(column -> new Column(column.name(), ColumnType.parse(column.type()), column.required()))
            .toList();

    private final List<Envelope> sent = new ArrayList<>();
    private final QueryLogIngest ingest = new QueryLogIngest(
            new QueryLimits(3, 100_000),
            new DurableLog(
                    pushed -> {
                        sent.add(pushed.envelope());
                        return CompletableFuture.completedStage(null);
                    },
                    Duration.ofMinutes(1)));

    @ParameterizedTest
    @CsvSource({"PAYLOAD, query", "TRINO, trino-failed", "OPEN_LINEAGE, lineage-fail"})
    void aPostIsTakenWholeOrNotAtAll(QueryForm form, String reference) throws IOException {
        String one = reference(reference);
        var mutations = new Mutations(SEED);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String post = mutations.of(round % 2 == 0 ? one : "[" + one + "," + one + "]");
            sent.clear();
            if (isTaken(form, post)) {
                assertFits(post);
                taken++;
            } else {
                assertThat(sent).as(post).isEmpty();
            }
        }
        assertThat(taken).isBetween(ROUNDS / 100, ROUNDS - ROUNDS / 100);
    }

    private boolean isTaken(QueryForm form, String post) {
        try {
            return switch (ingest.ingest("demo", form, post.getBytes(UTF_8))
                    .toCompletableFuture()
                    .join()) {
                case QueryAnswer.Accepted() -> true;
                case QueryAnswer.Refused refused -> {
                    assertThat(refused.failures()).as(post).isNotEmpty();
                    yield false;
                }
            };
        } catch (IngestException refused) {
            assertThat(refused.code()).as(post).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            return false;
        }
    }

    private void assertFits(String post) throws IOException {
        for (Envelope envelope : sent) {
            assertThat(Conversion.rejections(COLUMNS, envelope.body())).as(post).isEmpty();
            for (String line : new String(envelope.body(), UTF_8).lines().toList()) {
                JsonNode row = JSON.readTree(line);
                assertThat(REQUIRED).as(post).allMatch(column -> row.get(column).isTextual());
                assertThat(row.size()).isEqualTo(18);
                JsonNode duration = row.get("duration_ms");
                assertThat(duration.isNull() || Double.isFinite(duration.doubleValue()) && duration.doubleValue() >= 0)
                        .as(post)
                        .isTrue();
            }
        }
    }

    private static String reference(String name) throws IOException {
        String path = "/reference/" + name + ".json";
        try (InputStream file = Objects.requireNonNull(ArbitraryQueriesTest.class.getResourceAsStream(path), path)) {
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
