package dev.ingest.scheduler.schedule;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.error.IngestException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a pipeline runs by itself. */
public sealed interface Schedule {
    /** What {@link #parse} takes, for messages. */
    String FORMS =
            "manual, hourly, daily, weekly, every <n>m|h|d, after <pipeline> or a cron expression of five fields";

    /** When it is due next, strictly after that time, or never. */
    Optional<Instant> next(Instant after, ZoneId zone);

    /**
     * Reads a schedule: {@code manual}; {@code hourly}; {@code daily}, at midnight; {@code weekly}, at the beginning of Monday;
     * {@code every 15m}; {@code after orders}, when that pipeline's run has succeeded; or five fields of cron. Fails with
     * {@code INVALID_ARGUMENT}, also for what is never due or more often than once a minute.
     */
    static Schedule parse(String text) {
        return switch (text) {
            case "manual" -> new Manual();
            case "hourly" -> new Cron(CronTimes.parse("0 * * * *"));
            case "daily" -> new Cron(CronTimes.parse("0 0 * * *"));
            case "weekly" -> new Cron(CronTimes.parse("0 0 * * 1"));
            default -> worded(text);
        };
    }

    private static Schedule worded(String text) {
        Matcher every = Interval.FORM.matcher(text);
        if (every.matches()) {
            return Interval.of(text, every);
        }
        return text.startsWith(After.WORD)
                ? new After(Names.resource(
                        "pipeline", text.substring(After.WORD.length()).strip()))
                : new Cron(CronTimes.parse(text));
    }

    /** Only when somebody asks. */
    record Manual() implements Schedule {
        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            return Optional.empty();
        }
    }

    /** @param upstream the pipeline whose success makes it due */
    record After(String upstream) implements Schedule {
        private static final String WORD = "after ";

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            return Optional.empty();
        }
    }

    /**
     * At multiples of a duration since 1970-01-01T00:00Z, whatever clocks in time zones do.
     *
     * @param every how long from one to the next
     */
    record Interval(Duration every) implements Schedule {
        private static final Pattern FORM = Pattern.compile("every (\\d{1,6})([smhd])");
        private static final Duration MIN = Duration.ofMinutes(1);
        private static final Duration MAX = Duration.ofDays(366);

        static Interval of(String text, Matcher form) {
            Duration every = Duration.ofSeconds(Long.parseLong(form.group(1)) * seconds(form.group(2)));
            if (every.compareTo(MIN) < 0 || every.compareTo(MAX) > 0) {
                throw IngestException.invalid("schedule: '%s' (expected: every 1m to every 366d)".formatted(text));
            }
            return new Interval(every);
        }

        private static long seconds(String unit) {
            return switch (unit) {
                case "s" -> 1;
                case "m" -> Duration.ofMinutes(1).toSeconds();
                case "h" -> Duration.ofHours(1).toSeconds();
                case "d" -> Duration.ofDays(1).toSeconds();
                default -> throw new IllegalArgumentException(unit);
            };
        }

        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            long times = Math.floorDiv(after.getEpochSecond(), every.toSeconds()) + 1;
            return Optional.of(Instant.ofEpochSecond(times * every.toSeconds()));
        }
    }

    /** @param times the expression's */
    record Cron(CronTimes times) implements Schedule {
        @Override
        public Optional<Instant> next(Instant after, ZoneId zone) {
            return times.next(after, zone);
        }
    }
}
