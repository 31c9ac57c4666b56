package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Admission one = new Admission(1);

    @Test
    void onePostMoreIsToldToComeBackUntilAnotherIsAnswered() {
        var waiting = new CompletableFuture<String>();
        CompletionStage<String> first = one.admit(() -> waiting);
        assertThatThrownBy(() -> answered("second"))
                .cause()
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("1 posts");
        assertThat(one.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal).hasMessageContaining("1 posts"));
        waiting.complete("first");
        assertThat(first).isCompletedWithValue("first");
        assertThat(one.refusal()).isEmpty();
        assertThat(answered("third")).isEqualTo("third");
    }

    @Test
    void aPostThatFailsMakesRoomToo() {
        assertThatThrownBy(() -> one.admit(() -> {
                            throw IngestException.invalid("at once");
                        })
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("at once");
        assertThatThrownBy(() -> one.admit(() -> CompletableFuture.failedStage(IngestException.invalid("later")))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("later");
        assertThat(answered("next")).isEqualTo("next");
    }

    private String answered(String answer) {
        return one.admit(() -> CompletableFuture.completedStage(answer))
                .toCompletableFuture()
                .join();
    }
}
