package dev.ingest.connector.read;

import dev.ingest.connector.Compatibility;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Span;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.time.OffsetDateTime;
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
        if (!(SavedState.json(checkpoint) instanceof Value.Dict saved)) {
            return Optional.empty();
        }
        Value.Dict state = saved.at("state").orElse(saved) instanceof Value.Dict inner ? inner : saved;
        if (!(stream.cursor().orElse(null) instanceof DatetimeCursor cursor)) {
            return Optional.empty();
        }
        CursorDates dates = new CursorDates(cursor, scope, scope.clock().instant(), Compatibility.DEFAULT);
        return state.at(dates.field())
                .filter(Python::truth)
                .flatMap(dates::read)
                .map(OffsetDateTime::toInstant);
    }

    /**
     * When what happened earlier is forgotten.
     *
     * @param retention an ISO-8601 duration
     */
    public static Instant forgottenBefore(Instant now, String retention, String path) {
        return Span.parse(retention)
                .map(span -> span.before(now.atOffset(ZoneOffset.UTC)).toInstant())
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        path + ": '" + retention + "' is no duration (expected one such as P30D)"));
    }
}
