package dev.ingest.gateway.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DurableLogTest {
    private static final TableRef TABLE = new TableRef("a", "b");
    private static final List<Pushed> TWO = List.of(envelope("1"), envelope("2"));

    @Test
    void completesOnlyWhenEveryEnvelopeIsAcknowledged() {
        var first = new CompletableFuture<@Nullable Void>();
        var second = new CompletableFuture<@Nullable Void>();
        var waiting = new ArrayList<>(List.of(first, second));
        var stage = new DurableLog(envelope -> waiting.removeFirst(), Duration.ofMinutes(1))
                .append(TWO)
                .toCompletableFuture();
        first.complete(null);
        assertThat(stage).isNotDone();
        second.complete(null);
        assertThat(stage).isCompleted();
    }

    @Test
    void silenceBecomesUnavailable() {
        var log = new DurableLog(envelope -> new CompletableFuture<@Nullable Void>(), Duration.ofMillis(20));
        assertUnavailable(log);
    }

    @Test
    void aFailureBecomesUnavailableAndTheRestIsNotSent() {
        var sent = new ArrayList<Pushed>();
        var log = new DurableLog(
                envelope -> {
                    sent.add(envelope);
                    return CompletableFuture.<@Nullable Void>failedFuture(new IllegalStateException("no broker"));
                },
                Duration.ofMinutes(1));
        assertUnavailable(log);
        assertThat(sent).hasSize(1);
    }

    private static void assertUnavailable(DurableLog log) {
        assertThatThrownBy(() -> log.append(TWO).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private static Pushed envelope(String record) {
        return Envelopes.pushed(
                        "demo",
                        TABLE,
                        "s",
                        List.of(record.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        Duration.ZERO)
                .getFirst();
    }
}
