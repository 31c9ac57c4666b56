package dev.ingest.writer.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.writer.parked.Parked;
import dev.ingest.writer.parked.Trouble;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ParkedHeadersTest {
    private static final byte[] TRACE = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01".getBytes(US_ASCII);

    @Test
    void messageThatWaitsGoesOnWithItsTraceWhenItsTurnComes() {
        var message = message("ingest.records", 7);
        message.headers().add("traceparent", TRACE);
        var why = new Trouble(SliceFailed.Kind.TRANSIENT, "no commit");
        var parked = new Parked(new SourcePartition("topic-id", 2), message, why, Optional.empty());
        var waiting = message("ingest.parked", 0);
        ParkedHeaders.of(parked).forEach(waiting.headers()::add);

        var again = ParkedHeaders.read(waiting, "ingest.records").orElseThrow().message();

        assertThat(again.offset()).isEqualTo(7);
        assertThat(again.headers().toArray()).hasSize(1);
        assertThat(again.headers().lastHeader("traceparent").value()).isEqualTo(TRACE);
    }

    private static ConsumerRecord<byte[], byte[]> message(String topic, long offset) {
        return new ConsumerRecord<>(topic, 2, offset, "acme/shop.orders".getBytes(US_ASCII), new byte[] {1});
    }
}
