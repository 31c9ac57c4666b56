package dev.ingest.scheduler.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times of a cron expression of five fields.
 *
 * <p>Where a zone's clock jumps, an expression that names hours ({@code 30 2 * * *}) happens once a day all the same: at the
 * jump's end where its time is left out, and the first time where its time comes twice. One for every hour or every n hours
 * ({@code 30 * * * *}) follows the clock: what is left out is left out, what comes twice happens twice. Source: cron(8) of
 * Debian, "Special considerations" of daylight saving.
 */
final class CronTimes {
    private static final CronDefinition FIVE_FIELDS = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int FIELDS = 5;
    private static final int CHARACTERS_MAX = 200;

    private final ExecutionTime times;
    private final boolean everyHour;

    private CronTimes(ExecutionTime times, boolean everyHour) {
        this.times = times;
        this.everyHour = everyHour;
    }

    static CronTimes parse(String expression) {
        List<String> fields = List.of(BLANKS.split(expression.strip(), FIELDS + 2));
        if (fields.size() == FIELDS + 1) {
            throw refused(
                    expression, "it has six fields, and nothing is scheduled by the second: leave the first out", null);
        }
        if (expression.length() > CHARACTERS_MAX) {
            throw refused(expression.substring(0, CHARACTERS_MAX) + "…", "it is too long", null);
        }
        CronTimes read = read(expression, fields);
        if (read.local(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
            throw refused(expression, "there is no such date, so it would never run", null);
        }
        return read;
    }

    private static CronTimes read(String expression, List<String> fields) {
        try {
            var cron = new CronParser(FIVE_FIELDS).parse(expression).validate();
            return new CronTimes(
                    ExecutionTime.forCron(cron),
                    fields.size() == FIELDS && fields.get(1).startsWith("*"));
        } catch (IllegalArgumentException malformed) {
            throw refused(expression, String.valueOf(malformed.getMessage()), malformed);
        }
    }

    private static IngestException refused(
            String expression, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "schedule: '%s' (expected: %s): %s".formatted(expression, Schedule.FORMS, why);
        return cause == null
                ? IngestException.invalid(message)
                : new IngestException(ErrorCode.INVALID_ARGUMENT, message, cause);
    }

    Optional<Instant> next(Instant after, ZoneId zone) {
        return everyHour ? byTheClock(after, zone.getRules()) : onceADay(after, zone.getRules());
    }

    /** Between two jumps a zone's clock runs as any: look there first, then from the jump on. */
    private Optional<Instant> byTheClock(Instant after, ZoneRules rules) {
        ZoneOffset offset = rules.getOffset(after);
        Optional<Instant> found = local(LocalDateTime.ofInstant(after, offset)).map(time -> time.toInstant(offset));
        ZoneOffsetTransition jump = rules.nextTransition(after);
        if (found.isEmpty() || jump == null || found.get().isBefore(jump.getInstant())) {
            return found;
        }
        LocalDateTime afterJump = jump.getDateTimeAfter();
        return matches(afterJump) ? Optional.of(jump.getInstant()) : byTheClock(jump.getInstant(), rules);
    }

    private boolean matches(LocalDateTime time) {
        return local(time.minusNanos(1)).filter(time::equals).isPresent();
    }

    private Optional<Instant> onceADay(Instant after, ZoneRules rules) {
        Optional<LocalDateTime> candidate = local(reached(after, rules));
        while (candidate.isPresent()) {
            Instant time = instant(candidate.get(), rules);
            if (time.isAfter(after)) {
                return Optional.of(time);
            }
            candidate = local(candidate.get());
        }
        return Optional.empty();
    }

    /** How far the day's times have come: when an hour comes for the second time, all of it has been. */
    private static LocalDateTime reached(Instant after, ZoneRules rules) {
        LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
        ZoneOffsetTransition jump = rules.getTransition(local);
        return jump != null && jump.isOverlap() && rules.getOffset(after).equals(jump.getOffsetAfter())
                ? jump.getDateTimeBefore().minusNanos(1)
                : local;
    }

    private static Instant instant(LocalDateTime time, ZoneRules rules) {
        ZoneOffsetTransition jump = rules.getTransition(time);
        if (jump == null) {
            return time.toInstant(rules.getOffset(time));
        }
        return jump.isGap() ? jump.getInstant() : time.toInstant(jump.getOffsetBefore());
    }

    /** The next time of the expression on a clock that never jumps. */
    private Optional<LocalDateTime> local(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }
}
