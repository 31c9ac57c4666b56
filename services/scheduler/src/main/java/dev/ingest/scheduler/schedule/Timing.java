package dev.ingest.scheduler.schedule;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;

/**
 * What goes with a schedule, as it is stored and told.
 *
 * @param timeZone whose clock the schedule's times are on
 * @param jitterSeconds up to how much later than that a run begins, the same for a pipeline and a time whoever computes it
 * @param overlap what happens when the last run is not done
 * @param catchUp what happens to times that nobody was there for
 * @param blackouts when nothing begins by itself: it begins at the window's end
 */
@RegisterForReflection
public record Timing(
        String timeZone, int jitterSeconds, Overlap overlap, CatchUp catchUp, List<BlackoutWindow> blackouts) {
    /** UTC, at once, without overlap, one run for all that was missed. */
    public static final Timing PLAIN = new Timing("UTC", 0, Overlap.SKIP, CatchUp.ONCE, List.of());

    /** What happens when a pipeline is due and its last run is not done. */
    public enum Overlap {
        /** One run begins as soon as the last one is done. */
        QUEUE,
        /** This time is left out. */
        SKIP,
        /** The last run is cancelled. */
        REPLACE
    }

    /** What happens to times that passed while no scheduler was there. */
    public enum CatchUp {
        /** One run for all of them, at once. */
        ONCE,
        /** A run for each of them, one after the other. */
        ALL,
        /** None: the next time is the next. */
        SKIP
    }

    /**
     * @param days names of days on which the window begins; none means every day
     * @param from {@code HH:mm}
     * @param to {@code HH:mm}; not later than {@code from} means on the next day
     */
    @RegisterForReflection
    public record BlackoutWindow(List<String> days, String from, String to) {
        public BlackoutWindow {
            days = List.copyOf(Optional.ofNullable(days).orElseGet(List::of));
        }
    }

    public Timing {
        blackouts = List.copyOf(Optional.ofNullable(blackouts).orElseGet(List::of));
    }
}
