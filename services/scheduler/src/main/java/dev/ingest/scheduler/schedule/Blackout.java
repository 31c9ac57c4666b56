package dev.ingest.scheduler.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A time of the week in which nothing begins by itself, in the pipeline's time zone.
 *
 * @param days on which it begins; none means every day
 * @param from when it begins
 * @param to when it is over, on the next day if that is not later than {@code from}
 */
record Blackout(List<DayOfWeek> days, LocalTime from, LocalTime to) {
    Blackout {
        days = List.copyOf(days);
    }

    /** When the window is over that covers this time, or none if it does not. */
    Optional<ZonedDateTime> end(ZonedDateTime time) {
        LocalDate today = time.toLocalDate();
        return end(time, today).or(() -> end(time, today.minusDays(1)));
    }

    private Optional<ZonedDateTime> end(ZonedDateTime time, LocalDate day) {
        if (!days.isEmpty() && !days.contains(day.getDayOfWeek())) {
            return Optional.empty();
        }
        LocalDateTime local = time.toLocalDateTime();
        LocalDateTime end = (to.isAfter(from) ? day : day.plusDays(1)).atTime(to);
        boolean covered = !local.isBefore(day.atTime(from)) && local.isBefore(end);
        ZoneId zone = time.getZone();
        // where the end comes twice: the one on this side of the jump
        return covered ? Optional.of(ZonedDateTime.ofLocal(end, zone, time.getOffset())) : Optional.empty();
    }
}
