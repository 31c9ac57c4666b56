package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Clamping;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Span;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Moves the bounds of slices to whole days, weeks or months, with the language's own edges: a midnight is moved
 * on to the next day, and the floor of a week's first day is a week earlier.
 */
record DateClamping(Target target, DayOfWeek weekday) {
    enum Target {
        DAY,
        WEEK,
        MONTH
    }

    static DateClamping of(Clamping given, Scope scope) {
        String name = given.target().coercedText(scope);
        for (Target target : Target.values()) {
            if (target.name().equals(name)
                    && (target != Target.WEEK || given.weekday().isPresent())) {
                return new DateClamping(target, given.weekday().orElse(DayOfWeek.MONDAY));
            }
        }
        throw new ReadException(
                ReadException.Kind.CONFIG,
                given.target().path() + ": '" + name
                        + "' cannot be clamped to (expected DAY, MONTH, or WEEK with a weekday in target_details)");
    }

    OffsetDateTime ceiling(OffsetDateTime moment) {
        OffsetDateTime midnight = midnight(moment);
        OffsetDateTime moved =
                switch (target) {
                    case DAY -> midnight.plusDays(1);
                    case WEEK -> midnight.plusDays(daysToWeekday(midnight));
                    case MONTH ->
                        midnight.getDayOfMonth() == 1
                                ? midnight
                                : midnight.withDayOfMonth(1).plusMonths(1);
                };
        return moved;
    }

    private OffsetDateTime floor(OffsetDateTime moment) {
        OffsetDateTime midnight = midnight(moment);
        OffsetDateTime moved =
                switch (target) {
                    case DAY -> midnight;
                    case WEEK -> midnight.plusDays(daysToWeekday(midnight) - 7L);
                    case MONTH -> midnight.withDayOfMonth(1);
                };
        return moved;
    }

    /** The last moment before the day, week or month that is still open. */
    OffsetDateTime end(OffsetDateTime open, Optional<Span> granularity) {
        Duration least = target == Target.DAY ? Duration.ofSeconds(1) : Duration.ofDays(1);
        return granularity.orElse(new Span(0, least)).before(floor(open));
    }

    private static OffsetDateTime midnight(OffsetDateTime moment) {
        return moment.truncatedTo(ChronoUnit.DAYS);
    }

    private int daysToWeekday(OffsetDateTime day) {
        return Math.floorMod(weekday.getValue() - day.getDayOfWeek().getValue(), 7);
    }
}
