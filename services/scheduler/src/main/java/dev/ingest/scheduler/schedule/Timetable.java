package dev.ingest.scheduler.schedule;

import dev.ingest.scheduler.schedule.Timing.BlackoutWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** When a pipeline is due: its schedule, moved by its jitter and out of its blackouts. */
public final class Timetable {
    private static final Duration WEEK_AND_A_DAY = Duration.ofDays(8);

    /** Jitter may put several times of a short interval at one end of a blackout. */
    private static final int LOOKS_PER_TIME = 100;

    private static final Instant SOME_MONDAY = Instant.parse("2026-01-05T00:00:00Z");

    private final Schedule schedule;
    private final Timing timing;
    private final String pipeline;
    private final ZoneId zone;
    private final List<Blackout> blackouts;

    /**
     * @param nominal as the schedule says
     * @param due when the run begins
     */
    public record Time(Instant nominal, Instant due) {}

    /** @param pipeline id of the pipeline, which tells its jitter from that of others */
    public Timetable(Schedule schedule, Timing timing, String pipeline) {
        this.schedule = schedule;
        this.timing = timing;
        this.pipeline = pipeline;
        this.zone = zone(timing);
        this.blackouts = blackouts(timing);
    }

    /** {@link IllegalArgumentException} that names the field which nobody could plan by. */
    static void check(Timing timing) {
        List<Blackout> blackouts = blackouts(timing);
        if (free(SOME_MONDAY, zone(timing), blackouts).isEmpty()) {
            throw new IllegalArgumentException("blackouts: cover the whole week (expected: some time to run in)");
        }
    }

    /** The first time whose nominal one is strictly after that, or never. */
    public Optional<Time> next(Instant after) {
        return schedule.next(after, zone).map(nominal -> new Time(nominal, begins(nominal)));
    }

    /** The times that follow, at most so many; those that a blackout moves to its end are one. */
    public List<Time> upcoming(Instant after, int count) {
        List<Time> times = new ArrayList<>();
        Optional<Time> time = next(after);
        for (int looked = 0; time.isPresent() && times.size() < count && looked < count * LOOKS_PER_TIME; looked++) {
            Time found = time.get();
            if (times.isEmpty() || !times.getLast().due().equals(found.due())) {
                times.add(found);
            }
            time = next(beyond(found.nominal()));
        }
        return List.copyOf(times);
    }

    /** What follows in the same blackout begins at its end too: nobody needs to look at a week of minutes one by one. */
    private Instant beyond(Instant nominal) {
        Instant latest = unblocked(nominal).minusSeconds(timing.jitterSeconds() + 1L);
        return latest.isAfter(nominal) ? latest : nominal;
    }

    /** When something begins that is asked for at that time: jitter first, then out of blackouts. */
    public Instant begins(Instant asked) {
        return unblocked(asked.plusSeconds(jitter(asked)));
    }

    /** That time, or the end of the blackouts that it lies in. */
    public Instant unblocked(Instant time) {
        return free(time, zone, blackouts)
                .orElseThrow(
                        () -> new IllegalStateException("pipeline %s: blackouts without an end".formatted(pipeline)));
    }

    /** What is left of the schedule's own words. */
    public Schedule schedule() {
        return schedule;
    }

    private int jitter(Instant nominal) {
        return timing.jitterSeconds() == 0
                ? 0
                : new SplittableRandom(pipeline.hashCode() ^ nominal.getEpochSecond())
                        .nextInt(timing.jitterSeconds() + 1);
    }

    private static Optional<Instant> free(Instant from, ZoneId zone, List<Blackout> blackouts) {
        ZonedDateTime time = from.atZone(zone);
        Optional<ZonedDateTime> end = Optional.of(time);
        while (end.isPresent() && end.get().toInstant().isBefore(from.plus(WEEK_AND_A_DAY))) {
            ZonedDateTime reached = end.get();
            end = blackouts.stream().flatMap(each -> each.end(reached).stream()).findFirst();
            if (end.isEmpty()) {
                return Optional.of(reached.toInstant());
            }
        }
        return Optional.empty();
    }

    private static ZoneId zone(Timing timing) {
        try {
            return ZoneId.of(timing.timeZone());
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "timeZone: '%s' (expected: a zone like Europe/Berlin)".formatted(timing.timeZone()), unknown);
        }
    }

    private static List<Blackout> blackouts(Timing timing) {
        return timing.blackouts().stream().map(Timetable::blackout).toList();
    }

    private static Blackout blackout(BlackoutWindow window) {
        return new Blackout(
                window.days().stream().map(Timetable::day).toList(),
                time("from", window.from()),
                time("to", window.to()));
    }

    private static DayOfWeek day(String name) {
        try {
            return DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "blackouts.days: '%s' (expected: MONDAY to SUNDAY)".formatted(name), unknown);
        }
    }

    private static LocalTime time(String field, String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "blackouts.%s: '%s' (expected: HH:mm)".formatted(field, text), malformed);
        }
    }
}
