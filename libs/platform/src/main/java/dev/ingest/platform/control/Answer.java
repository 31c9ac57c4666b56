package dev.ingest.platform.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of something that the control plane was asked for, and how it went since. */
final class Answer {
    /** Between questions to a control plane that does not answer: at first, and doubled with each, at most. */
    private static final Duration BACK_OFF_MIN = Duration.ofSeconds(1);

    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(10);
    private static final int DOUBLINGS_MAX = 10;

    /** What was found (nothing, if it does not exist), under which ETag, and when it was last confirmed: never, if nothing is known. */
    private final Optional<Object> value;

    private final @Nullable String etag;
    private final Optional<Instant> confirmedAt;

    /** How often in a row it was asked for in vain since, and when it may be asked for again. */
    private final int failures;

    private final Instant askAgainAt;

    /** When it was last asked for. Callers need not agree on it to the moment, so they do not take turns. */
    private volatile long usedAt = System.nanoTime();

    private Answer(
            Optional<Object> value,
            @Nullable String etag,
            Optional<Instant> confirmedAt,
            int failures,
            Instant askAgainAt) {
        this.value = value;
        this.etag = etag;
        this.confirmedAt = confirmedAt;
        this.failures = failures;
        this.askAgainAt = askAgainAt;
    }

    static Answer unknown() {
        return new Answer(Optional.empty(), null, Optional.empty(), 0, Instant.MIN);
    }

    static Answer of(Optional<Object> value, @Nullable String etag, Instant now) {
        return new Answer(value, etag, Optional.of(now), 0, Instant.MIN);
    }

    Answer confirmed(Instant now) {
        return of(value, etag, now);
    }

    /** The same, once more asked for in vain. */
    Answer failed(Instant now) {
        Duration pause = BACK_OFF_MIN.multipliedBy(1L << Math.min(DOUBLINGS_MAX, failures));
        return new Answer(
                value,
                etag,
                confirmedAt,
                failures + 1,
                now.plus(pause.compareTo(BACK_OFF_MAX) < 0 ? pause : BACK_OFF_MAX));
    }

    Optional<Object> value() {
        return value;
    }

    @Nullable
    String etag() {
        return etag;
    }

    Optional<Instant> confirmedAt() {
        return confirmedAt;
    }

    boolean isYoungerThan(Duration age, Instant now) {
        return confirmedAt.isPresent() && !confirmedAt.get().plus(age).isBefore(now);
    }

    boolean isFailing() {
        return failures > 0;
    }

    boolean mayBeAskedFor(Instant now) {
        return !now.isBefore(askAgainAt);
    }

    long usedAt() {
        return usedAt;
    }

    void use() {
        usedAt = System.nanoTime();
    }
}
