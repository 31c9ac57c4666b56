package dev.ingest.connector;

import dev.ingest.connector.manifest.ManifestStream;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StateDelegatingStream;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.connector.read.CheckpointAge;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.time.Instant;
import java.util.Optional;

/** Decides how a stream that delegates is read. */
final class Delegation {
    /** The language's own word for "was read in full, and has no cursor". */
    private static final String READ_IN_FULL_KEY = "__ab_no_cursor_state_message";

    private static final String READ_IN_FULL = "{\"" + READ_IN_FULL_KEY + "\":true}";

    private final Scope scope;

    Delegation(Scope scope) {
        this.scope = scope;
    }

    /** Where reading goes on; nowhere if the API has forgotten what changed since. */
    Optional<String> checkpoint(ManifestStream stream, Optional<String> saved) {
        return switch (stream) {
            case StreamDefinition plain -> saved;
            case StateDelegatingStream delegating ->
                saved.filter(checkpoint -> delegating
                        .retention()
                        .map(template -> template.text(scope))
                        .filter(retention -> !retention.isEmpty())
                        .map(retention -> isKept(delegating, checkpoint, retention))
                        .orElse(true));
        };
    }

    /**
     * A slice that was planned where nobody could look at its checkpoint: one without bounds that was not begun. All others
     * go on from where they were planned.
     */
    Slice slice(ManifestStream stream, Slice planned) {
        return planned.start().isPresent() || planned.isBegun()
                ? planned
                : new Slice(planned.start(), planned.end(), checkpoint(stream, planned.cursor()));
    }

    /** A checkpoint that neither stream can read counts as too old. */
    private boolean isKept(StateDelegatingStream stream, String checkpoint, String retention) {
        if (stream.fullRefresh().cursor().isEmpty() && checkpoint.contains(READ_IN_FULL_KEY)) {
            return true;
        }
        Instant forgotten = CheckpointAge.forgottenBefore(
                scope.clock().instant(), retention, stream.path() + ".api_retention_period");
        return CheckpointAge.moment(stream.fullRefresh(), checkpoint, scope)
                .or(() -> CheckpointAge.moment(stream.incremental(), checkpoint, scope))
                .map(moment -> !moment.isBefore(forgotten))
                .orElse(false);
    }

    StreamDefinition choose(ManifestStream stream, Optional<String> checkpoint) {
        return checkpoint.isPresent() ? stream.incremental() : stream.fullRefresh();
    }

    /** The next read must know that there was one. */
    SliceResult remember(ManifestStream stream, SliceResult result) {
        return switch (stream) {
            case StreamDefinition plain -> result;
            case StateDelegatingStream delegating -> {
                if (result instanceof SliceResult.Completed(var cursor, long pages, long records, var reported)
                        && cursor.isEmpty()) {
                    yield new SliceResult.Completed(Optional.of(READ_IN_FULL), pages, records, reported);
                }
                yield result;
            }
        };
    }
}
