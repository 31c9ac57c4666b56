package dev.ingest.executor.slice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.decode.Oversized;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.record.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageSenderTest {
    private static final SliceAttempt ATTEMPT =
            new SliceAttempt("p", "r", "orders", "s", 1, "01ARZ3NDEKTSV4RRFFQ69G5FAV");

    private final List<Envelope> sent = new ArrayList<>();
    private final List<byte[]> stored = new ArrayList<>();

    private PageSender sender(int batch) {
        return new PageSender(
                "demo",
                new TableRef("shop", "orders"),
                ATTEMPT,
                batch,
                envelope -> {
                    sent.add(envelope);
                    return CompletableFuture.completedFuture(null);
                },
                this::store);
    }

    private Claim store(byte[] record) {
        stored.add(record);
        return new Claim("s3://demo/cas/" + stored.size(), record.length, "0a".repeat(32));
    }

    private static List<byte[]> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> "{\"id\":%d}".formatted(id).getBytes(UTF_8))
                .toList();
    }

    @Test
    void recordsKeepTheirBytesAndTheirOrder() {
        PageSender sender = sender(100);
        sender.send(records(2));
        sender.send(List.of("{ \"odd\" : true }".getBytes(UTF_8)));
        sender.finish();
        assertThat(sent).singleElement().satisfies(envelope -> {
            assertThat(new String(envelope.body(), UTF_8)).isEqualTo("{\"id\":0}\n{\"id\":1}\n{ \"odd\" : true }\n");
            assertThat(envelope.records()).isEqualTo(3);
        });
    }

    @Test
    void envelopeHoldsNoMoreThanTheBatchHintAndPagesAreNumberedFromOne() {
        PageSender sender = sender(2);
        sender.send(records(5));
        sender.finish();
        assertThat(sent.stream().map(Envelope::records)).containsExactly(2, 2, 1);
        assertThat(sent.stream().map(envelope -> envelope.page().orElseThrow().number()))
                .containsExactly(1, 2, 3);
        assertThat(sender.pages()).isEqualTo(3);
        assertThat(sender.records()).isEqualTo(5);
    }

    @Test
    void envelopeHoldsNoMoreThanAMessageMay() {
        PageSender sender = sender(1000);
        byte[] large = new byte[Claim.RECORD_BYTES_FROM];
        sender.send(List.of(large, large, large, large));
        sender.finish();
        assertThat(sent.stream().map(Envelope::records)).containsExactly(3, 1);
        assertThat(stored).isEmpty();
    }

    @Test
    void largeRecordIsStoredAndItsEnvelopeSaysWhereInItsPlace() {
        PageSender sender = sender(100);
        byte[] large = new byte[Claim.RECORD_BYTES_FROM + 1];
        sender.send(List.of(records(1).getFirst(), large, records(1).getFirst()));
        sender.finish();
        assertThat(sent.stream().map(envelope -> envelope.claim().map(Claim::length)))
                .containsExactly(Optional.empty(), Optional.of((long) large.length), Optional.empty());
        assertThat(sent.stream().map(envelope -> envelope.page().orElseThrow().number()))
                .containsExactly(1, 2, 3);
        assertThat(stored).containsExactly(large);
        assertThat(sender.records()).isEqualTo(3);
    }

    @Test
    void whatThereIsOfAnOversizedRecordIsStoredAndItsEnvelopeSaysWhyItIsNoRow() {
        PageSender sender = sender(100);
        byte[] start = "{\"id\":2,\"note\":\"xx".getBytes(UTF_8);
        sender.send(records(1));
        sender.refuse(List.of(new Oversized(start, "a line of 30 bytes (expected: at most 20)")));
        sender.send(records(1));
        sender.finish();
        assertThat(sent.stream().map(Envelope::refused))
                .containsExactly(Optional.of("a line of 30 bytes (expected: at most 20)"), Optional.empty());
        assertThat(sent.stream().map(envelope -> envelope.page().orElseThrow().number()))
                .containsExactly(1, 2);
        assertThat(stored).containsExactly(start);
        assertThat(sender.records()).isEqualTo(3);
    }

    @Test
    void recordThatIsNotStoredIsNotTold() {
        var sender = new PageSender(
                "demo",
                new TableRef("shop", "orders"),
                ATTEMPT,
                1,
                envelope -> {
                    sent.add(envelope);
                    return CompletableFuture.completedFuture(null);
                },
                new Claims(() -> {
                    throw new IngestException(ErrorCode.UNAVAILABLE, "the control plane is away");
                })::put);
        assertThatThrownBy(() -> sender.send(List.of(new byte[Claim.RECORD_BYTES_FROM + 1])))
                .hasMessage("the control plane is away");
        assertThat(sent).isEmpty();
    }

    @Test
    void envelopeThatIsNotAcknowledgedFailsTheAttempt() {
        var sender = new PageSender(
                "demo",
                new TableRef("shop", "orders"),
                ATTEMPT,
                1,
                envelope -> CompletableFuture.failedFuture(new IOException("broker gone")),
                this::store);
        sender.send(records(1));
        assertThatThrownBy(sender::finish)
                .isInstanceOf(PageSender.NotDurableException.class)
                .hasRootCauseMessage("broker gone");
    }

    @Test
    void nothingToSendSendsNothing() {
        PageSender sender = sender(1);
        sender.finish();
        assertThat(sent).isEmpty();
        assertThat(sender.pages()).isZero();
    }
}
