package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.token.Identity;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Identity A = new Identity("acme", "token a", Set.of("producer"));
    private static final Identity B = new Identity("acme", "token b", Set.of("producer"));
    private static final Identity C = new Identity("acme", "token c", Set.of("producer"));
    private static final Identity OTHER = new Identity("other", "token d", Set.of("producer"));

    private final Room room = new Room(new Room.Limits(1, 1000, new Room.Share(3, 500), new Room.Share(2, 300)));

    private static void assertRefused(ErrorCode code, String message, ThrowingCallable post) {
        assertThatThrownBy(post)
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void onePostMoreIsToldToComeBackUntilAnotherIsAnswered() {
        Stay first = room.enter(A, 1);
        Stay second = room.enter(B, 1);
        first.admit();
        assertRefused(ErrorCode.UNAVAILABLE, "1 posts", second::admit);
        assertThat(room.refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal).hasMessageContaining("1 posts"));
        first.leave();
        first.leave();
        assertThat(room.refusal()).isEmpty();
        second.admit();
        assertRefused(ErrorCode.UNAVAILABLE, "1 posts", room.enter(A, 1)::admit);
    }

    @Test
    void bodiesThatArriveKeepNobodyElseFromBeingHandled() {
        room.enter(A, 1);
        room.enter(A, 1);
        assertRefused(ErrorCode.RATE_LIMITED, "more than 2 posts of this token", () -> room.enter(A, 1));
        room.enter(B, 1);
        assertRefused(ErrorCode.RATE_LIMITED, "more than 3 posts of this tenant", () -> room.enter(C, 1));
        room.enter(OTHER, 1).admit();
    }

    @Test
    void bytesOfATokenOfATenantAndOfAllAreLimited() {
        Stay growing = room.enter(A, 200);
        assertRefused(ErrorCode.RATE_LIMITED, "more than 300 bytes of this token", () -> room.enter(A, 101));
        Stay second = room.enter(A, 0);
        assertRefused(ErrorCode.RATE_LIMITED, "more than 300 bytes of this token", () -> growing.grow(101));
        growing.grow(100);
        second.leave();
        assertRefused(ErrorCode.RATE_LIMITED, "more than 500 bytes of this tenant", () -> room.enter(B, 201));
        room.enter(B, 200);
        assertRefused(ErrorCode.UNAVAILABLE, "1000 bytes", () -> room.enter(OTHER, 501));
        growing.leave();
        room.enter(OTHER, 501);
    }

    @Test
    void bodyThatIsAloneFitsHoweverGreatItIs() {
        room.enter(A, 5000).leave();
        Stay alone = room.enter(A, 0);
        alone.grow(5000);
        assertRefused(ErrorCode.RATE_LIMITED, "bytes of this token", () -> room.enter(A, 1));
    }

    @Test
    void whatWasTakenIsGivenBackOnceHoweverAPostEnds() {
        for (int times = 0; times < 10; times++) {
            room.enter(A, 300).end();
            Stay admitted = room.enter(A, 300);
            admitted.admit();
            admitted.end();
            admitted.leave();
            Stay handled = room.enter(A, 300);
            handled.admit();
            handled.handle();
            handled.end();
            assertThat(room.refusal()).as("its call is over, its work is not").isPresent();
            handled.leave();
            assertThat(room.refusal()).isEmpty();
        }
    }

    @Test
    void postWhoseCallerHasGoneIsNotHandled() {
        Stay gone = room.enter(A, 1);
        gone.end();
        assertRefused(ErrorCode.INVALID_ARGUMENT, "gone", gone::admit);
        assertRefused(ErrorCode.INVALID_ARGUMENT, "gone", gone::handle);
        gone.grow(1000);
        room.enter(B, 300);
    }
}
