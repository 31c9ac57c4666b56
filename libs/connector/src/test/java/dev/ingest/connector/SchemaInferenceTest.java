package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.ReadException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The schema of a stream that declares none. */
class SchemaInferenceTest {
    private static final String STRICT = "compatibility: strict\n";

    private final TestTime time = new TestTime();

    private Map<String, @Nullable Object> schema(TestApi api, String manifest) {
        try (ConnectorSession session = time.session()) {
            return Connector.load(manifest)
                    .configured(Map.of("url", api.url()), session, TestTime.deadline())
                    .schema("things");
        }
    }

    @Test
    void itIsTheNarrowestThatTheFirstRecordsFit() {
        try (TestApi api = TestApi.answering(
                request -> Answer.json(
                        "{\"data\":[{\"id\":1,\"a\":1},{\"id\":2.5,\"a\":\"x\",\"b\":[{\"c\":true}]},{\"id\":3,\"a\":null}]}"))) {
            assertThat(schema(api, Yaml.stream().text()))
                    .isEqualTo(Map.of(
                            "type",
                            "object",
                            "properties",
                            Map.of(
                                    "id",
                                    Map.of("type", List.of("null", "number")),
                                    "a",
                                    Map.of("type", List.of("null", "integer", "string")),
                                    "b",
                                    Map.of(
                                            "type",
                                            List.of("null", "array"),
                                            "items",
                                            Map.of(
                                                    "type",
                                                    List.of("null", "object"),
                                                    "properties",
                                                    Map.of("c", Map.of("type", List.of("null", "boolean"))))))));
        }
    }

    @Test
    void inStrictReadsThereIsNone() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"))) {
            assertThat(schema(api, STRICT + Yaml.stream().text())).isEmpty();
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void anApiThatAsksToWaitLongerThanThereIsTimeIsNamedWithTheLimit() {
        try (TestApi api = TestApi.answering(request -> new Answer(429, "{}", Map.of("Retry-After", "3600")))) {
            assertThatThrownBy(() -> schema(api, Yaml.stream().text()))
                    .isInstanceOf(ReadException.class)
                    .hasMessageContaining("things: the API asks to wait until 2026-03-01T1")
                    .hasMessageContaining("(limit: maxWait, PT1M, and the caller's deadline, 2026-03-01T12:04:00Z)");
        }
    }

    @Test
    void whatIsCutOffSaysByWhichLimit() {
        try (TestApi api = TestApi.answering(request -> {
            time.pass(Duration.ofMinutes(5));
            return Answer.status(500);
        })) {
            assertThatThrownBy(() -> schema(api, Yaml.stream().text()))
                    .isInstanceOf(ReadException.class)
                    .hasMessageContaining(
                            "it was cut off: there was no time left (limit: the caller's deadline, 2026-03-01T12:04:00Z)");
        }
    }
}
