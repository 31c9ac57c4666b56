package dev.ingest.scheduler.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.scheduler.connector.StreamInfo;
import dev.ingest.scheduler.pipeline.PipelineRequest.StreamRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamTablesTest {
    @Test
    void tableIsCalledAsTheStreamAsFarAsATableMayBe() {
        assertThat(StreamTables.tableName("Order-Events v2")).isEqualTo("order_events_v2");
        assertThat(StreamTables.tableName("2fa")).isEqualTo("t_2fa");
        assertThat(StreamTables.tableName("x".repeat(100))).hasSize(63);
    }

    @Test
    void twoStreamsOfOneTableAreAConflict() {
        List<StreamInfo> known = List.of(stream("a-b", List.of()), stream("a_b", List.of()));

        assertThatThrownBy(() -> StreamTables.resolve(List.of(asked("a-b"), asked("a_b")), known))
                .hasMessage("streams[1]: 'a_b': another stream writes table 'a_b'");
    }

    @Test
    void nestedKeyOfAManifestHasToBeReplaced() {
        List<StreamInfo> known = List.of(stream("a", List.of("meta.id")));

        assertThatThrownBy(() -> StreamTables.resolve(List.of(asked("a")), known))
                .hasMessage("streams[0].key: 'meta.id' is nested (expected: top-level columns)");
    }

    @Test
    void streamMayBeAppendedThoughItHasAKey() {
        var appended = new StreamRequest("a", MergeMode.APPEND, null, null, null, null, null, null);

        List<PipelineStream> streams = StreamTables.resolve(List.of(appended), List.of(stream("a", List.of("id"))));

        assertThat(streams).singleElement().satisfies(stream -> {
            assertThat(stream.merge()).isEqualTo(MergeMode.APPEND);
            assertThat(stream.key()).isEmpty();
        });
    }

    private static StreamRequest asked(String name) {
        return new StreamRequest(name, null, null, null, null, null, null, null);
    }

    private static StreamInfo stream(String name, List<String> key) {
        return new StreamInfo(name, List.of(new ColumnSpec("id", "long", false)), key, Optional.empty(), false);
    }
}
