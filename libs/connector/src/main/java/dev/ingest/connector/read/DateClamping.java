package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Clamping;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Span;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Moves the bounds of slices to whole days, weeks or months of UTC, with the language's own edges: a midnight is moved
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

    Instant ceiling(Instant instant) {
        OffsetDateTime midnight = midnight(instant);
        OffsetDateTime moved =
                switch (target) {
                    case DAY -> midnight.plusDays(1);
                    case WEEK -> midnight.plusDays(daysToWeekday(midnight));
                    case MONTH ->
                        midnight.getDayOfMonth() == 1
                                ? midnight
                                : midnight.withDayOfMonth(1).plusMonths(1);
                };
        return moved.toInstant();
    }

    private Instant floor(Instant instant) {
        OffsetDateTime midnight = midnight(instant);
        OffsetDateTime moved =
                switch (target) {
                    case DAY -> midnight;
                    case WEEK -> midnight.plusDays(daysToWeekday(midnight) - 7L);
                    case MONTH -> midnight.withDayOfMonth(1);
                };
        return moved.toInstant();
    }

    /** The last moment before the day, week or month that is still open. */
    Instant end(Instant open, Optional<Span> granularity) {
        Duration least = target == Target.DAY ? Duration.ofSeconds(1) : Duration.ofDays(1);
        return granularity.orElse(new Span(0, least)).before(floor(open));
    }

    private static OffsetDateTime midnight(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
    }

    private int daysToWeekday(OffsetDateTime day) {
        return Math.floorMod(weekday.getValue() - day.getDayOfWeek().getValue(), 7);
    }
}
