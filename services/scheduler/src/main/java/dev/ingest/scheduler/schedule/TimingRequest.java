package dev.ingest.scheduler.schedule;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.schedule.Timing.BlackoutWindow;
import dev.ingest.scheduler.schedule.Timing.CatchUp;
import dev.ingest.scheduler.schedule.Timing.Overlap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What goes with a schedule, as it is asked for: whatever is missing is as {@link Timing#PLAIN}.
 *
 * @param timeZone for example {@code Europe/Berlin}
 * @param jitterSeconds at most an hour
 * @param overlap what happens when the last run is not done
 * @param catchUp what happens to times that nobody was there for
 * @param blackouts when nothing begins by itself
 */
public record TimingRequest(
        @Nullable String timeZone,
        @Nullable Integer jitterSeconds,
        @Nullable Overlap overlap,
        @Nullable CatchUp catchUp,
        @Nullable List<@Nullable BlackoutRequest> blackouts) {
    private static final int JITTER_MAX = 3600;
    private static final int BLACKOUTS_MAX = 50;
    private static final int DAYS = 7;

    /**
     * @param days {@code MONDAY} and so on; none means every day
     * @param from {@code HH:mm}
     * @param to {@code HH:mm}
     */
    public record BlackoutRequest(
            @Nullable List<@Nullable String> days,
            @Nullable String from,
            @Nullable String to) {}

    /** Checked; fails with {@code INVALID_ARGUMENT} that names the field. */
    public static Timing resolve(@Nullable TimingRequest asked) {
        if (asked == null) {
            return Timing.PLAIN;
        }
        int jitter = Objects.requireNonNullElse(asked.jitterSeconds, 0);
        if (jitter < 0 || jitter > JITTER_MAX) {
            throw IngestException.invalid("timing.jitterSeconds: %d (expected: 0 to %d)".formatted(jitter, JITTER_MAX));
        }
        List<BlackoutWindow> blackouts = Body.list("timing.blackouts", asked.blackouts, BLACKOUTS_MAX).stream()
                .map(TimingRequest::window)
                .toList();
        Timing timing = new Timing(
                Objects.requireNonNullElse(asked.timeZone, Timing.PLAIN.timeZone()),
                jitter,
                Objects.requireNonNullElse(asked.overlap, Overlap.SKIP),
                Objects.requireNonNullElse(asked.catchUp, CatchUp.ONCE),
                blackouts);
        if (timing.catchUp() == CatchUp.ALL && timing.overlap() != Overlap.QUEUE) {
            throw IngestException.invalid("timing.overlap: '%s' (expected: QUEUE, because timing.catchUp is ALL)"
                    .formatted(timing.overlap()));
        }
        try {
            Timetable.check(timing);
        } catch (IllegalArgumentException wrong) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, "timing." + wrong.getMessage(), wrong);
        }
        return timing;
    }

    private static BlackoutWindow window(BlackoutRequest asked) {
        return new BlackoutWindow(
                Body.list("timing.blackouts.days", asked.days, DAYS),
                Body.required("timing.blackouts.from", asked.from),
                Body.required("timing.blackouts.to", asked.to));
    }
}
