package dev.ingest.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.contracts.record.Operation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordsMessagesTest {
    private static final TableRef ORDERS = new TableRef("shop", "orders");

    private final RecordsMessages messages = new RecordsMessages("ingest.records");

    private Envelope sent(Envelope envelope) {
        var message = messages.of(envelope);
        return EnvelopeHeaders.read(name -> EventCodec.header(message.headers(), name), message.value());
    }

    private static Envelope claimed(String digit) {
        var claim = new Claim("s3://demo/cas/" + digit, 300_000, digit.repeat(64));
        return Envelope.claimed("demo", ORDERS, "orders", Operation.UPSERT, Optional.empty(), claim);
    }

    @Test
    void pushedEnvelopesOfOneKindKeepWhatIsTheirOwn() {
        var carried = new Envelope(
                "demo", ORDERS, "orders", Operation.UPSERT, Optional.empty(), 1, "{\"id\":1}\n".getBytes(UTF_8));
        assertThat(sent(claimed("a")).claim()).isEqualTo(claimed("a").claim());
        assertThat(sent(carried)).isEqualTo(carried);
        assertThat(sent(claimed("b")).claim()).isEqualTo(claimed("b").claim());
        assertThat(sent(carried)).isEqualTo(carried);
    }
}
