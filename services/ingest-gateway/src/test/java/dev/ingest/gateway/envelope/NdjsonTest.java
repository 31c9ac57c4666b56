package dev.ingest.gateway.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NdjsonTest {
    @Test
    void aRecordOverSeveralLinesBecomesOneLine() {
        var lines = new Ndjson(100);
        lines.add("{\r\n  \"a\": \"x\\ny\"\n}".getBytes(UTF_8));
        assertThat(lines.bodies())
                .singleElement()
                .satisfies(body -> assertThat(new String(body.bytes(), UTF_8)).isEqualTo("{  \"a\": \"x\\ny\"}\n"));
    }

    @Test
    void aBodyHoldsAsManyRecordsAsFitAndKeepsTheirOrder() {
        var lines = new Ndjson(8);
        for (String record : new String[] {"{1}", "{2}", "{3}"}) {
            lines.add(record.getBytes(UTF_8));
        }
        assertThat(lines.bodies()).map(body -> new String(body.bytes(), UTF_8)).containsExactly("{1}\n{2}\n", "{3}\n");
        assertThat(lines.bodies()).map(Ndjson.Body::records).containsExactly(2, 1);
    }

    @Test
    void aRecordThatFitsNoBodyIsRefused() {
        var lines = new Ndjson(3);
        assertThatThrownBy(() -> lines.add("{1}".getBytes(UTF_8)))
                .hasMessageContaining("4 bytes")
                .hasMessageContaining("at most 3");
    }

    @Test
    void noRecordsMakeNoBody() {
        assertThat(new Ndjson(10).bodies()).isEmpty();
    }
}
