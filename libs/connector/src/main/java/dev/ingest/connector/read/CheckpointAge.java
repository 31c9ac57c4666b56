package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Optional;

/** How old a checkpoint is, compared with how long an API remembers what has changed. */
public final class CheckpointAge {
    private CheckpointAge() {}

    /**
     * The moment a checkpoint stands for; empty if it holds none that the stream's cursor can read.
     *
     * @param checkpoint of one cursor, or of partitions, of which the one value for all counts
     */
    public static Optional<Instant> moment(StreamDefinition stream, String checkpoint, Scope scope) {
        if (!(CursorState.json(checkpoint) instanceof Value.Dict saved)) {
            return Optional.empty();
        }
        Value.Dict state = saved.at("state").orElse(saved) instanceof Value.Dict inner ? inner : saved;
        return stream.cursor().flatMap(cursor -> {
            CursorDates dates = new CursorDates(cursor, scope);
            return state.at(dates.field())
                    .filter(Python::truth)
                    .map(Python::str)
                    .flatMap(dates::read);
        });
    }

    /**
     * When what happened earlier is forgotten.
     *
     * @param retention an ISO-8601 duration
     */
    public static Instant forgottenBefore(Instant now, String retention, String path) {
        int time = retention.indexOf('T');
        String days = time < 0 ? retention : retention.substring(0, time);
        try {
            Period period = days.equals("P") ? Period.ZERO : Period.parse(days);
            Duration exact = time < 0 ? Duration.ZERO : Duration.parse("P" + retention.substring(time));
            return now.atZone(ZoneOffset.UTC).minus(period).minus(exact).toInstant();
        } catch (DateTimeException invalid) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    path + ": '" + retention + "' is no duration (expected one such as P30D)",
                    invalid);
        }
    }
}
