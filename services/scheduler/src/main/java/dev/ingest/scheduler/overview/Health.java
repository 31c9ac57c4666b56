package dev.ingest.scheduler.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How a pipeline is, the worst last. */
public enum Health {
    /** It has not run yet. */
    NEW,
    HEALTHY,
    /** An admin stopped its schedule. */
    PAUSED,
    /** It should have run by now. */
    LATE,
    /** Its last run brought some of what it should have. */
    DEGRADED,
    /** Its last run brought nothing, or the API refuses its credential. */
    FAILING;

    private static final Duration LATE_AFTER = Duration.ofMinutes(10);

    /** As REST tells it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Health of(PipelineState state, Instant now) {
        if (state.pausedKind().filter(kind -> kind.equals("AUTH")).isPresent()) {
            return FAILING;
        }
        Health last = state.lastEnded().map(Health::ofEnded).orElse(NEW);
        if (last == FAILING || last == DEGRADED) {
            return last;
        }
        if (state.pausedKind().isPresent()) {
            return PAUSED;
        }
        boolean late = state.nextDue()
                .filter(due -> due.plus(LATE_AFTER).isBefore(now))
                .isPresent();
        return late && !state.running() ? LATE : last;
    }

    private static Health ofEnded(String status) {
        return switch (status) {
            case "FAILED" -> FAILING;
            case "PARTLY_FAILED" -> DEGRADED;
            default -> HEALTHY;
        };
    }
}
