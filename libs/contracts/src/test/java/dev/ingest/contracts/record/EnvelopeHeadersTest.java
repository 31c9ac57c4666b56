package dev.ingest.contracts.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceAttempt;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvelopeHeadersTest {
    private static final byte[] BODY = "{\"id\":1}\n".getBytes(UTF_8);
    private static final SliceAttempt ATTEMPT =
            new SliceAttempt("orders", "run-1", "orders", "slice-1", 7, "01ARZ3NDEKTSV4RRFFQ69G5FAV");

    private static Envelope envelope(Optional<Envelope.Page> page) {
        return new Envelope("demo", new TableRef("shop", "orders"), "orders", Operation.UPSERT, page, 1, BODY);
    }

    private static Envelope read(Map<String, String> headers) {
        return EnvelopeHeaders.read(
                name -> Optional.ofNullable(headers.get(name)).map(value -> value.getBytes(UTF_8)), BODY);
    }

    @Test
    void pulledEnvelopeSurvivesItsHeaders() {
        Envelope pulled = envelope(Optional.of(new Envelope.Page(ATTEMPT, 3)));
        assertThat(read(EnvelopeHeaders.of(pulled))).isEqualTo(pulled);
    }

    @Test
    void pushedEnvelopeSurvivesItsHeaders() {
        Envelope pushed = envelope(Optional.empty());
        assertThat(read(EnvelopeHeaders.of(pushed))).isEqualTo(pushed);
    }

    @Test
    void missingHeaderIsNamed() {
        Map<String, String> headers = EnvelopeHeaders.of(envelope(Optional.empty()));
        headers.remove("ingest_table");
        assertThatThrownBy(() -> read(headers)).hasMessage("envelope: header ingest_table is missing");
    }

    @Test
    void bodyOverTheLimitIsRefused() {
        assertThatThrownBy(() -> new Envelope(
                        "demo",
                        new TableRef("shop", "orders"),
                        "orders",
                        Operation.UPSERT,
                        Optional.empty(),
                        1,
                        new byte[Envelope.MAX_BODY_BYTES + 1]))
                .hasMessage("envelope for shop.orders: 921601 bytes (expected: at most 921600)");
    }
}
