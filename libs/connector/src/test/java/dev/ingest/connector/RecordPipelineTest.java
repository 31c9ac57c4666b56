package dev.ingest.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordPipelineTest {
    private static final byte[] RECORD = "{\"name\":\"ann\"}".getBytes(UTF_8);

    private static RecordPipeline adding(int fields, String value) {
        List<Map<String, Object>> added = IntStream.range(0, fields)
                .mapToObj(i -> Map.<String, Object>of("path", List.of("f" + i), "value", value))
                .toList();
        return RecordPipeline.load(List.of(Map.of("type", "AddFields", "fields", added)), "transformation");
    }

    /** Each template alone is within its limits; together they would take more memory than there is. */
    @Test
    void whatAllTemplatesOfARecordPrintIsLimited() throws Exception {
        assertThat(adding(2, "{{ 'x' * 1000 }}").run(RECORD, Clock.systemUTC(), () -> {}))
                .hasValueSatisfying(record -> assertThat(record).hasSizeGreaterThan(2000));
        for (String value : List.of("{{ 'x' * 300000 }}", "{% set a = record.name * 100000 %}{{ a }}")) {
            assertThatThrownBy(() -> adding(10, value).run(RECORD, Clock.systemUTC(), () -> {}))
                    .isInstanceOf(RecordPipeline.FailedException.class)
                    .hasMessage("prints more than 1000000 characters of one record (expected: at most that)");
        }
    }

    @Test
    void somebodyIsAskedBeforeEachTemplateAndMayEndTheRun() throws Exception {
        var asked = new AtomicInteger();
        adding(3, "{% set a = 1 %}").run(RECORD, Clock.systemUTC(), asked::incrementAndGet);
        assertThat(asked).hasValue(3);
        assertThatThrownBy(() -> adding(3, "{{ record.name }}").run(RECORD, Clock.systemUTC(), () -> {
                    if (asked.incrementAndGet() > 4) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .hasMessage("enough");
        assertThat(asked).hasValue(5);
    }
}
