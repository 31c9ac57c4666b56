package dev.ingest.gateway.querylog;

import static dev.ingest.contracts.error.IngestException.invalid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.value.Utf8;
import dev.ingest.gateway.envelope.DurableLog;
import dev.ingest.gateway.envelope.Envelopes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes posts of query logs: one query or an array of them; all valid, or none taken. The table's key drops repetitions. */
public final class QueryLogIngest {
    /** Where query logs go, in every tenant that sends them. */
    public static final TableRef TABLE = new TableRef("query_log", "queries");

    private static final String STREAM = "query-log";

    /** An answer names at most so many problems, and counts the others: a post that is wrong everywhere would make it greater than itself. */
    private static final int FAILURES_MAX = 100;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final QueryLimits limits;
    private final DurableLog log;

    public QueryLogIngest(QueryLimits limits, DurableLog log) {
        this.limits = limits;
        this.log = log;
    }

    /**
     * Judges a post at once, one query or event or an array of them; completes with {@link QueryAnswer.Accepted} when all of it is durable.
     *
     * @throws IngestException {@code INVALID_ARGUMENT} if the post is no JSON or has too many queries; the stage fails with
     *     {@code UNAVAILABLE} if it cannot be made durable
     */
    public CompletionStage<QueryAnswer> ingest(String tenant, QueryForm form, byte[] body) {
        List<JsonNode> queries = queries(body);
        var records = new ArrayList<byte[]>();
        var failures = new ArrayList<QueryAnswer.Failure>();
        for (int index = 0; index < queries.size(); index++) {
            judge(form, index, queries.get(index), records, failures);
        }
        if (!failures.isEmpty()) {
            List<QueryAnswer.Failure> named = List.copyOf(failures.subList(0, Math.min(FAILURES_MAX, failures.size())));
            return CompletableFuture.completedStage(new QueryAnswer.Refused(named, failures.size() - named.size()));
        }
        return log.append(Envelopes.pushed(tenant, TABLE, STREAM, records, Duration.ZERO))
                .thenApply(_ -> new QueryAnswer.Accepted());
    }

    private List<JsonNode> queries(byte[] body) {
        JsonNode post = parse(body);
        if (!post.isArray()) {
            return List.of(post);
        }
        if (post.size() > limits.queries()) {
            throw invalid("body: %d queries (expected: at most %d)".formatted(post.size(), limits.queries()));
        }
        return List.copyOf(post.valueStream().toList());
    }

    private static JsonNode parse(byte[] body) {
        int malformed = Utf8.malformed(body, 0, body.length);
        if (malformed >= 0) {
            throw invalid("body: not valid JSON: not UTF-8 at byte " + malformed);
        }
        try {
            JsonNode post = JSON.readTree(body);
            if (post instanceof MissingNode) {
                throw invalid("body: empty (expected: one, or an array)");
            }
            return post;
        } catch (JacksonException invalid) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT, "body: not valid JSON: " + invalid.getOriginalMessage(), invalid);
        } catch (NumberFormatException beyond) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT, "body: a number whose exponent nothing can hold", beyond);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void judge(
            QueryForm form, int index, JsonNode post, List<byte[]> records, List<QueryAnswer.Failure> failures) {
        var problems = new ArrayList<String>();
        form.record(post, problems).map(QueryLogIngest::bytes).ifPresent(record -> {
            if (record.length > limits.recordBytes()) {
                problems.add("query: %d bytes (expected: at most %d)".formatted(record.length, limits.recordBytes()));
            }
            if (problems.isEmpty()) {
                QueryRow.CHECK.problem(record).ifPresent(problems::add);
            }
            records.add(record);
        });
        problems.forEach(problem -> failures.add(new QueryAnswer.Failure(index, problem)));
    }

    private static byte[] bytes(JsonNode record) {
        try {
            return JSON.writeValueAsBytes(record);
        } catch (JacksonException impossible) {
            throw new IllegalStateException("a JSON tree that cannot be written", impossible);
        }
    }
}
