package dev.ingest.gateway.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.fuzz.Mutations;
import dev.ingest.lake.Column;
import dev.ingest.lake.Conversion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is posted: an answer or a refusal that blames the post, and of what is rejected nothing is written. */
class ArbitraryPostsTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 5_000);
    private static final long SEED = Long.getLong("fuzz.seed", 5L);
    private static final String POST = "{\"dry_run\":false,\"include_diagnostics\":true,\"records\":{"
            + "\"transactions_stream\":[{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":\"a\",\"amount\":1.5},"
            + "{\"timestamp\":\"2024-01-15T10:30:00+02:00\",\"user_id\":\"b\"}],"
            + "\"other\":[{\"a\":{\"b\":[1]}}]}}";

    /** Reads what the gateway answers rather than refuses. */
    private static final ObjectMapper LENIENT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNestingDepth(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private static final List<Column> COLUMNS = columns(Views.SOURCE.columns());

    private static List<Column> columns(List<ColumnSpec> columns) {
        return columns.stream()
                .map(column -> new Column(column.name(), ColumnType.parse(column.type()), column.required()))
                .toList();
    }

    @Test
    void acceptedRecordsAreWrittenAndNoOthers() throws IOException {
        var mutations = new Mutations(SEED);
        int answered = 0;
        int rejected = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String post = mutations.of(POST);
            var views = new Views();
            views.registered.add(Views.view("v", List.of()));
            try {
                JsonNode source =
                        new ObjectMapper().readTree(views.answer(post)).at("/sources/transactions_stream/records");
                int failed = source.path("failed").asInt();
                assertWritten(post, views, source.path("total").asInt() - failed);
                answered++;
                rejected += failed;
            } catch (IngestException refused) {
                assertThat(refused.code()).as(post).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                assertThat(views.sent).as(post).isEmpty();
            }
        }
        assertThat(answered).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
        assertThat(rejected).isPositive();
    }

    /** What is written is as many records as were accepted, each acceptable by itself, in the view as in the source. */
    private static void assertWritten(String post, Views views, int accepted) {
        List<String> written = views.sentTo("transactions_stream").stream()
                .flatMap(String::lines)
                .toList();
        int expected = dryRun(post) ? 0 : accepted;
        assertThat(written).as(post).hasSize(expected);
        assertThat(views.sentTo("v_v1").stream().flatMap(String::lines))
                .as(post)
                .hasSize(expected);
        assertThat(views.unexpected).as(post).isEmpty();
        for (Envelope envelope : views.sent) {
            assertThat(Conversion.rejections(COLUMNS, envelope.body())).as(post).isEmpty();
        }
        for (String record : written) {
            assertThat(new Views().answer("{\"records\":{\"transactions_stream\":[" + record + "]}}"))
                    .as(post)
                    .contains("\"failed\":0}");
        }
    }

    private static boolean dryRun(String post) {
        try {
            return LENIENT.readTree(post).path("dry_run").asBoolean();
        } catch (IOException impossible) {
            throw new AssertionError("answered, yet no JSON: " + post, impossible);
        }
    }
}
