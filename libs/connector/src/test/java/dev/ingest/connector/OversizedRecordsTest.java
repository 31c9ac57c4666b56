package dev.ingest.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.decode.Oversized;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.http.ReadLimits;
import dev.ingest.connector.read.Page;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A record over the limit is put aside with its reason, and the slice goes on. */
class OversizedRecordsTest {
    private static final int LIMIT = 300 << 10;
    private static final String FILLER = "x".repeat(1 << 20);
    private static final String LARGE = "{\"id\":2,\"note\":\"%s\"}".formatted(FILLER);

    private static Reading reading(TestApi api, String retriever) {
        Yaml manifest = Yaml.stream()
                .retriever(retriever)
                .selector("{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } }");
        return new Reading(api, manifest).limits(ReadLimits.DEFAULT.withMaxRecordBytes(LIMIT));
    }

    private static TestApi answering(String body) {
        return TestApi.answering(request -> new TestApi.Answer(200, body, Map.of("Content-Type", "application/json")));
    }

    private static List<Oversized> oversized(Collected sink) {
        return sink.pages().stream().map(Page::oversized).flatMap(List::stream).toList();
    }

    private static String start(Oversized record) {
        return new String(record.start(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JsonlDecoder                       | a line   | {\"id\":1} NEXT LARGE NEXT {\"id\":3} NEXT",
                "JsonItemsDecoder, items_path: data | an item  | {\"data\":[{\"id\":1}, LARGE,{\"id\":3}],\"x\":[1]}",
                "JsonDecoder                        | a record | [{\"id\":1},LARGE,{\"id\":3}]"
            })
    void isPutAsideAndThoseAroundItAreRead(String decoder, String what, String body) {
        try (TestApi api =
                answering(body.replace(" NEXT ", "\n").replace(" NEXT", "\n").replace("LARGE", LARGE))) {
            Reading reading = reading(api, "decoder: { type: %s }".formatted(decoder));

            assertThat(reading.read())
                    .isInstanceOfSatisfying(
                            SliceResult.Completed.class,
                            completed -> assertThat(completed.records()).isEqualTo(3));
            assertThat(reading.sink.records()).containsExactly("{\"id\":1}", "{\"id\":3}");
            assertThat(oversized(reading.sink)).singleElement().satisfies(record -> {
                assertThat(record.reason())
                        .isEqualTo(what + " of 1048594 bytes (expected: at most 307200, maxRecordBytes);"
                                + " of it, the first 262144 bytes are kept");
                assertThat(start(record)).isEqualTo(LARGE.substring(0, Oversized.KEPT_BYTES_MAX));
            });
        }
    }

    @Test
    void rowOfCsvIsPutAsideToo() {
        try (TestApi api = answering("id,note\n1,a\n2,\"%s\"\n3,c\n".formatted(FILLER))) {
            Reading reading = reading(api, "decoder: { type: CsvDecoder }");

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.sink.records())
                    .containsExactly("{\"id\":\"1\",\"note\":\"a\"}", "{\"id\":\"3\",\"note\":\"c\"}");
            assertThat(oversized(reading.sink)).singleElement().satisfies(record -> {
                assertThat(record.reason()).startsWith("a row of 1048578 characters (expected: at most 307200");
                assertThat(start(record)).startsWith("2,xxx").hasSize(Oversized.KEPT_BYTES_MAX);
            });
        }
    }

    @Test
    void rowOfNothingButCellsHasALimitAsWell() {
        try (TestApi api = answering("id,note\n%s\n3,c\n".formatted(",".repeat(1 << 20)))) {
            Reading reading = reading(api, "decoder: { type: CsvDecoder }");

            assertThat(reading.read()).isInstanceOf(SliceResult.Completed.class);
            assertThat(reading.sink.records()).containsExactly("{\"id\":\"3\",\"note\":\"c\"}");
            assertThat(oversized(reading.sink)).hasSize(1);
        }
    }

    @Test
    void namesOfColumnsThatAreTooLargeFailTheSlice() {
        try (TestApi api = answering("id,%s\n1,2\n".formatted(FILLER))) {
            assertThat(Reading.failed(
                                    reading(api, "decoder: { type: CsvDecoder }")
                                            .read(),
                                    ReadException.Kind.CONFIG)
                            .message())
                    .contains("has a first row that cannot be read: a row of 1048579 characters");
        }
    }

    /** Without an own row or dead letter for it, its children would be missing and nothing would tell. */
    @Test
    void childrenOfAParentThatCannotBeReadFailTheSliceAndItSaysWhose() {
        try (TestApi api = TestApi.answering(request -> new TestApi.Answer(
                200,
                request.path().equals("/parents") ? "[{\"id\":1},%s]".formatted(LARGE) : "[{\"of\":1}]",
                Map.of("Content-Type", "application/json")))) {
            Reading children = reading(api, Yaml.PARENTS);

            assertThat(Reading.failed(children.read(), ReadException.Kind.CONFIG)
                            .message())
                    .isEqualTo(
                            "stream parents has a record of 1048594 bytes (expected: at most 307200, maxRecordBytes);"
                                    + " of it, the first 262144 bytes are kept; what follows from its fields cannot be read");
            assertThat(children.sink.records()).as("of the parent before it").containsExactly("{\"of\":1}");
            assertThat(oversized(children.sink))
                    .as("it is no record of this stream")
                    .isEmpty();
        }
    }

    @Test
    void elementThatIsNoObjectIsNotHeldEither() {
        try (TestApi api = answering("{\"data\":[\"%s\"]}".formatted(FILLER))) {
            assertThat(Reading.failed(
                                    reading(api, "decoder: { type: JsonItemsDecoder, items_path: data }")
                                            .read(),
                                    ReadException.Kind.CONFIG)
                            .message())
                    .contains("has an element of more than");
        }
    }

    @Test
    void eachIsPutAsideOnceThoughTheBodyIsReadInTwoGoes() {
        int lines = 20;
        try (TestApi api = answering((LARGE + "\n").repeat(lines))) {
            Reading first = reading(api, "decoder: { type: JsonlDecoder }").sink(new Collected(1));
            SliceResult.Deferred deferred = (SliceResult.Deferred) first.read();
            Reading rest = reading(api, "decoder: { type: JsonlDecoder }");

            assertThat(rest.read(Slice.WHOLE.withCursor(deferred.cursor()))).isInstanceOf(SliceResult.Completed.class);
            assertThat(oversized(first.sink)).isNotEmpty().hasSizeLessThan(lines);
            assertThat(oversized(first.sink).size() + oversized(rest.sink).size())
                    .isEqualTo(lines);
        }
    }
}
