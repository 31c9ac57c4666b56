package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.gateway.envelope.DurableLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureIngestTest {
    private static final String GOOD = "{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":\"u\"}";
    private static final StreamSourceSpec SOURCE = new StreamSourceSpec(
            "demo",
            "TRANSACTIONS_STREAM",
            "timestamp",
            List.of(
                    new ColumnSpec("timestamp", "timestamp", false),
                    new ColumnSpec("user_id", "string", true),
                    new ColumnSpec("amount", "double", false),
                    new ColumnSpec("count", "long", false),
                    new ColumnSpec("price", "decimal(5,2)", false),
                    new ColumnSpec("paid", "boolean", false),
                    new ColumnSpec("blob", "binary", false),
                    new ColumnSpec("day", "date", false),
                    new ColumnSpec("at", "timestamptz", false),
                    new ColumnSpec("extra", "json", false)),
            new TableRef("features", "transactions_stream"),
            Optional.empty());

    private final List<Envelope> sent = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final FeatureIngest ingest = new FeatureIngest(
            tenant -> new FeatureLimits(2, 10, 300),
            new Registrations(
                    tenant -> tenant.equals("demo") ? List.of(SOURCE) : List.of(),
                    tenant -> List.of(),
                    ConnectorTransformations::compile),
            new DurableLog(
                    pushed -> {
                        sent.add(pushed.envelope());
                        return CompletableFuture.completedStage(null);
                    },
                    Duration.ofMinutes(1)),
            new Views().fanOut(),
            new Views().turns(),
            () -> nanos.getAndAdd(1_000_000));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "amount": 1                          |                        |
            "amount": 1e308                      |                        |
            "amount": "1"                        | INVALID_FIELD_TYPE     | Field 'amount': expected number, got string
            "amount": 1e400                      | INVALID_FIELD_TYPE     | Field 'amount': expected 64-bit number, got a greater one
            "amount": null                       |                        |
            "count": 9223372036854775807         |                        |
            "count": 9223372036854775808         | INVALID_FIELD_TYPE     | Field 'count': expected 64-bit integer, got a greater one
            "count": 1.5                         | INVALID_FIELD_TYPE     | Field 'count': expected integer, got number with a fraction
            "count": [1]                         | INVALID_FIELD_TYPE     | Field 'count': expected integer, got array
            "price": 123.45                      |                        |
            "price": 123.4500                    |                        |
            "price": 0e999                       |                        |
            "price": 0e999999999                 | INVALID_FIELD_TYPE     | Field 'price': expected number of at most 1000 characters and a scale of at most 1000 either way, got another
            "price": 123.456                     | INVALID_FIELD_TYPE     | Field 'price': expected number with at most 5 digits, 2 of them behind the point, got one with more
            "price": 1e99                        | INVALID_FIELD_TYPE     | Field 'price': expected number with at most 5 digits, 2 of them behind the point, got one with more
            "price": 1e999999999                 | INVALID_FIELD_TYPE     | Field 'price': expected number of at most 1000 characters and a scale of at most 1000 either way, got another
            "price": "1"                         | INVALID_FIELD_TYPE     | Field 'price': expected number, got string
            "paid": true                         |                        |
            "paid": 1                            | INVALID_FIELD_TYPE     | Field 'paid': expected boolean, got number
            "blob": "aGk="                       |                        |
            "blob": "%"                          | INVALID_FIELD_TYPE     | Field 'blob': expected base64 string, got another string
            "blob": {"a":1}                      | INVALID_FIELD_TYPE     | Field 'blob': expected base64 string, got object
            "day": "2024-02-29"                  |                        |
            "day": "2023-02-29"                  | INVALID_FIELD_TYPE     | Field 'day': expected date like 2024-01-15
            "at": "2024-01-15T10:30:00+02:00"    |                        |
            "at": "tomorrow"                     | INVALID_TIMESTAMP      | Field 'at': 'tomorrow' is not a valid ISO 8601 timestamp
            "at": 1705314600                     | INVALID_FIELD_TYPE     | Field 'at': expected ISO 8601 timestamp, got number
            "extra": {"a":[1,{"b":null}]}        |                        |
            "extra": "text"                      |                        |
            "user_id": 5                         | INVALID_ARGUMENT       | Field 'user_id' appears twice
            "amuont": 5                          | INVALID_ARGUMENT       | Unknown field: 'amuont'
            """)
    void eachTypeTakesItsValuesAndNamesWhatItDoesNot(String member, String code, String message) {
        SourceResult result = one(GOOD.replace("}", ", " + member + "}"));
        if (code == null) {
            assertThat(result.failures()).isEmpty();
            assertThat(sent).hasSize(1);
            return;
        }
        assertThat(result.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.error().code().name()).isEqualTo(code);
            assertThat(failure.error().message()).startsWith(message);
        });
        assertThat(sent).isEmpty();
    }

    @Test
    void namesOfFieldsAreNotFolded() {
        assertThat(one(GOOD.replace("user_id", "USER_ID")).failures())
                .containsExactly(new SourceResult.Failure(0, RecordError.unknownField("USER_ID")));
    }

    @Test
    void theEventTimeAndRequiredColumnsMustBeThere() {
        assertThat(one("{\"user_id\":\"u\"}").failures())
                .containsExactly(new SourceResult.Failure(0, RecordError.missing("timestamp")));
        assertThat(one("{\"timestamp\":\"2024-01-15T10:30:00Z\",\"user_id\":null}")
                        .failures())
                .containsExactly(new SourceResult.Failure(0, RecordError.missing("user_id")));
        assertThat(RecordError.missing("timestamp").message()).isEqualTo("Record is missing required field: timestamp");
    }

    @Test
    void aRecordOverTheLimitIsRejectedOnItsOwn() {
        String large = GOOD.replace("\"u\"", "\"" + "u".repeat(300) + "\"");
        SourceResult result = result("{\"records\":{\"TRANSACTIONS_STREAM\":[%s,%s]}}".formatted(large, GOOD));
        assertThat(result.failures())
                .containsExactly(new SourceResult.Failure(0, RecordError.tooLarge(large.length(), 300)));
        assertThat(body()).isEqualTo(GOOD + "\n");
    }

    @Test
    void timesBecomeUtcAndEveryOtherByteStays() {
        String record =
                "{ \"user_id\" : \"Zoë \\u00e9\\n\",\n \"timestamp\":\"2026-04-20 10:00:00\" , \"amount\": 150.00,"
                        + " \"at\":\"2024-01-15T10:30:00+02:00\"}";
        assertThat(one(record).failures()).isEmpty();
        assertThat(body())
                .isEqualTo(
                        "{ \"user_id\" : \"Zoë \\u00e9\\n\", \"timestamp\":\"2026-04-20T10:00:00Z\" , \"amount\": 150.00,"
                                + " \"at\":\"2024-01-15T08:30:00Z\"}\n");
    }

    @Test
    void aSourceIsFoundWithoutRegardToCaseAndKeepsItsRegisteredName() {
        assertThat(result("{\"records\":{\"Transactions_Stream\":[" + GOOD + "]}}")
                        .name())
                .isEqualTo("Transactions_Stream");
        assertThat(sent).singleElement().satisfies(envelope -> {
            assertThat(envelope.stream()).isEqualTo("TRANSACTIONS_STREAM");
            assertThat(envelope.key()).isEqualTo("demo/features.transactions_stream");
            assertThat(envelope.page()).isEmpty();
            assertThat(envelope.records()).isEqualTo(1);
        });
    }

    @Test
    void anUnknownSourceFailsWithoutHarmingAnother() {
        IngestAnswer answer =
                answer("demo", "{\"records\":{\"X\":[{},{\"a\":1}],\"TRANSACTIONS_STREAM\":[" + GOOD + "]}}");
        assertThat(answer.complete()).isFalse();
        assertThat(answer.sources().getFirst().failures())
                .containsExactly(
                        new SourceResult.Failure(0, RecordError.unknownSource("X")),
                        new SourceResult.Failure(1, RecordError.unknownSource("X")));
        assertThat(RecordError.unknownSource("X").message()).isEqualTo("Unknown stream source: 'X'");
        assertThat(answer.sources().getLast().failures()).isEmpty();
        assertThat(sent).hasSize(1);
    }

    @Test
    void anotherTenantsSourceIsUnknown() {
        IngestAnswer answer = answer("other", "{\"records\":{\"TRANSACTIONS_STREAM\":[" + GOOD + "]}}");
        assertThat(answer.sources().getFirst().failures())
                .containsExactly(new SourceResult.Failure(0, RecordError.unknownSource("TRANSACTIONS_STREAM")));
        assertThat(sent).isEmpty();
    }

    @Test
    void aDryRunJudgesAndSendsNothing() {
        IngestAnswer answer = answer(
                "demo",
                "{\"dry_run\":true,\"include_diagnostics\":true,\"records\":{\"TRANSACTIONS_STREAM\":[" + GOOD
                        + ",{}]}}");
        assertThat(answer.sources().getFirst().failures()).hasSize(1);
        assertThat(sent).isEmpty();
        assertThat(answer.diagnostics())
                .hasValueSatisfying(timings -> assertThat(timings.durable()).isZero());
    }

    @Test
    void diagnosticsComeOnlyWhenAskedFor() {
        String records = "\"records\":{\"TRANSACTIONS_STREAM\":[" + GOOD + "]}}";
        assertThat(answer("demo", "{\"include_diagnostics\":false," + records).diagnostics())
                .isEmpty();
        assertThat(answer("demo", "{\"include_diagnostics\":true," + records).diagnostics())
                .contains(new IngestAnswer.Diagnostics(
                        Duration.ofMillis(3), Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"records\":{}}", "{\"records\":{\"TRANSACTIONS_STREAM\":[]},\"later_option\":[1]}"})
    void noRecordsAreAcceptedAsSuch(String post) {
        assertThat(answer("demo", post).complete()).isTrue();
        assertThat(sent).isEmpty();
    }

    private SourceResult one(String record) {
        return result("{\"records\":{\"TRANSACTIONS_STREAM\":[" + record + "]}}");
    }

    private SourceResult result(String post) {
        return answer("demo", post).sources().getFirst();
    }

    private IngestAnswer answer(String tenant, String post) {
        return ingest.ingest(tenant, post.getBytes(UTF_8)).toCompletableFuture().join();
    }

    private String body() {
        assertThat(sent).hasSize(1);
        return new String(sent.getFirst().body(), UTF_8);
    }
}
