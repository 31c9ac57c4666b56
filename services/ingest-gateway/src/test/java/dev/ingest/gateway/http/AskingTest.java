package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AskingTest {
    private final Vertx vertx = Vertx.vertx();
    private final Asking asking = new Asking(18);
    private final CountDownLatch silent = new CountDownLatch(1);

    @AfterEach
    void close() {
        silent.countDown();
        asking.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletionStage<String> ask() {
        return asking.ask(vertx.getOrCreateContext(), () -> {
            try {
                silent.await();
                return "answer";
            } catch (InterruptedException closed) {
                throw new IllegalStateException(closed);
            }
        });
    }

    @Test
    void silentControlPlaneMakesSoManyWaitAndTheNextIsToldToComeBack() {
        CompletionStage<String> first = ask();
        for (int questions = 1; questions < 18; questions++) {
            assertThat(ask().toCompletableFuture()).isNotDone();
        }
        assertThat(ask().handle((answer, failure) -> failure)
                        .toCompletableFuture()
                        .join())
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessage("18 callers are being looked up already");
        silent.countDown();
        assertThat(first.toCompletableFuture().join()).isEqualTo("answer");
        assertThat(ask().toCompletableFuture().join()).isEqualTo("answer");
    }

    @Test
    void failureIsTheQuestions() {
        CompletableFuture<String> failed = asking.<String>ask(vertx.getOrCreateContext(), () -> {
                    throw IngestException.invalid("no such thing");
                })
                .toCompletableFuture();
        assertThat(failed.handle((answer, failure) -> failure).join()).hasMessage("no such thing");
    }
}
