package dev.ingest.contracts.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceAttempt;
import java.io.IOException;
import java.io.InputStream;
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

    private static Envelope claimed() {
        var claim = new Claim("s3://warehouse/demo/cas/" + "0a".repeat(32), 300_000, "0a".repeat(32));
        return Envelope.claimed(
                "demo",
                new TableRef("shop", "orders"),
                "orders",
                Operation.UPSERT,
                Optional.of(new Envelope.Page(ATTEMPT, 3)),
                claim);
    }

    @Test
    void claimTravelsInHeadersAlone() throws IOException {
        Map<String, String> headers = EnvelopeHeaders.of(claimed());
        try (InputStream golden = getClass().getResourceAsStream("/golden/ClaimedRecord.headers.json")) {
            assertThat(headers)
                    .isEqualTo(new ObjectMapper().readValue(golden, new TypeReference<Map<String, String>>() {}));
        }
        Envelope read = EnvelopeHeaders.read(
                name -> Optional.ofNullable(headers.get(name)).map(value -> value.getBytes(UTF_8)), new byte[0]);
        assertThat(read.claim()).isEqualTo(claimed().claim());
        assertThat(read.page()).isEqualTo(claimed().page());
        assertThat(read.records()).isEqualTo(1);
    }

    @Test
    void claimThatNamesNoContentIsRefused() {
        Map<String, String> headers = EnvelopeHeaders.of(claimed());
        headers.put("ingest_claim_sha256", "../other");
        assertThatThrownBy(() -> read(headers)).hasMessageContaining("sha256 '../other'");
        headers.remove("ingest_claim_length");
        assertThatThrownBy(() -> read(headers)).hasMessage("envelope: header ingest_claim_length is missing");
    }

    @Test
    void whyARecordIsRefusedTravelsWithTheClaimOfItsBeginning() {
        Envelope refused = claimed().refused("an item of 20 bytes (expected: at most 10)");
        Map<String, String> headers = EnvelopeHeaders.of(refused);
        Envelope read = EnvelopeHeaders.read(
                name -> Optional.ofNullable(headers.get(name)).map(value -> value.getBytes(UTF_8)), new byte[0]);
        assertThat(read.refused()).contains("an item of 20 bytes (expected: at most 10)");
        assertThat(read.claim()).isEqualTo(refused.claim());
        assertThatThrownBy(() -> envelope(Optional.empty()).refused("too large"))
                .hasMessageContaining("refused (too large) without a claim");
    }

    @Test
    void claimCarriesNothingBesides() {
        Map<String, String> headers = EnvelopeHeaders.of(claimed());
        assertThatThrownBy(() -> read(headers)).hasMessageContaining("a claim with 1 records and 9 bytes");
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
