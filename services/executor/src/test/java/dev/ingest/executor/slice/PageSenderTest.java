package dev.ingest.executor.slice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageSenderTest {
    private static final SliceAttempt ATTEMPT =
            new SliceAttempt("p", "r", "orders", "s", 1, "01ARZ3NDEKTSV4RRFFQ69G5FAV");

    private final List<Envelope> sent = new ArrayList<>();

    private PageSender sender(int batch) {
        return new PageSender("demo", new TableRef("shop", "orders"), ATTEMPT, batch, envelope -> {
            sent.add(envelope);
            return CompletableFuture.completedFuture(null);
        });
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
        byte[] large = new byte[Envelope.MAX_BODY_BYTES / 2];
        sender.send(List.of(large, large, large));
        sender.finish();
        assertThat(sent.stream().map(Envelope::records)).containsExactly(1, 1, 1);
    }

    @Test
    void recordThatNoEnvelopeCanHoldIsRefused() {
        assertThatThrownBy(() -> sender(1).send(List.of(new byte[Envelope.MAX_BODY_BYTES])))
                .hasMessageStartingWith(
                        "stream 'orders': record 1 of the slice has 921600 bytes (expected: less than 921600");
    }

    @Test
    void envelopeThatIsNotAcknowledgedFailsTheAttempt() {
        var sender = new PageSender(
                "demo",
                new TableRef("shop", "orders"),
                ATTEMPT,
                1,
                envelope -> CompletableFuture.failedFuture(new IOException("broker gone")));
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
