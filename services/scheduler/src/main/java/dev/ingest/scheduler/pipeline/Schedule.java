package dev.ingest.scheduler.pipeline;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When a pipeline runs by itself. */
public sealed interface Schedule {
    /** When it is due next, strictly after that time, or never. Times of day are UTC. */
    Optional<Instant> next(Instant after);

    /** Reads {@code manual}, {@code hourly}, {@code daily} or a cron expression of five fields. */
    static Schedule parse(String text) {
        return switch (text) {
            case "manual" -> new Manual();
            case "hourly" -> Timed.of("0 * * * *");
            case "daily" -> Timed.of("0 0 * * *");
            default -> Timed.of(text);
        };
    }

    /** Only when somebody asks. */
    record Manual() implements Schedule {
        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.empty();
        }
    }

    /** @param times when */
    record Timed(ExecutionTime times) implements Schedule {
        private static final CronDefinition FIVE_FIELDS = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);

        static Timed of(String expression) {
            try {
                Cron cron = new CronParser(FIVE_FIELDS).parse(expression).validate();
                return new Timed(ExecutionTime.forCron(cron));
            } catch (IllegalArgumentException malformed) {
                throw new IngestException(
                        ErrorCode.INVALID_ARGUMENT,
                        "schedule: '%s' (expected: manual, hourly, daily or a cron expression of five fields): %s"
                                .formatted(expression, malformed.getMessage()),
                        malformed);
            }
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toInstant);
        }
    }
}
