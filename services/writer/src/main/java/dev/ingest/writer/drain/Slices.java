package dev.ingest.writer.drain;

import dev.ingest.contracts.event.DoUpkeep;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.ReplayDeadLetters;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.event.StreamRun;
import dev.ingest.lake.Refresh;
import java.util.Optional;

/**
 * Slices as a table knows them. Numbers count within a stream of one pipeline, and two pipelines may write one table: what a
 * table takes for the stream is {@code pipeline/stream}.
 */
final class Slices {
    private static final char SEPARATOR = '/';

    private Slices() {}

    /** The attempt in a table's words. */
    static dev.ingest.lake.SliceAttempt inLake(SliceAttempt attempt) {
        return new dev.ingest.lake.SliceAttempt(
                attempt.pipeline() + SEPARATOR + attempt.stream(),
                attempt.run(),
                attempt.slice(),
                attempt.number(),
                attempt.attempt());
    }

    /** The attempt in the words of the contracts, as a table's summary has kept it. */
    static SliceAttempt fromLake(dev.ingest.lake.SliceAttempt attempt) {
        int separator = attempt.stream().indexOf(SEPARATOR);
        return new SliceAttempt(
                attempt.stream().substring(0, separator),
                attempt.run(),
                attempt.stream().substring(separator + 1),
                attempt.slice(),
                attempt.number(),
                attempt.attempt());
    }

    /** A full refresh as a table knows it. */
    static Refresh inLake(StreamRun refresh) {
        return new Refresh(refresh.pipeline() + SEPARATOR + refresh.stream(), refresh.run());
    }

    /** The full refresh in the words of the contracts, as a table's summary has kept it. */
    static StreamRun fromLake(Refresh refresh) {
        int separator = refresh.stream().indexOf(SEPARATOR);
        return new StreamRun(
                refresh.stream().substring(0, separator),
                refresh.run(),
                refresh.stream().substring(separator + 1));
    }

    /** Throws {@link IllegalArgumentException} for a marker about what no table can hold. */
    static void require(Marker marker) {
        of(marker).ifPresent(Slices::require);
        if (marker instanceof StreamCompleted completed) {
            var ignored = inLake(completed.of());
        }
    }

    /** Throws {@link IllegalArgumentException} for an attempt that no table can hold. */
    static void require(SliceAttempt attempt) {
        if (attempt.pipeline().indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException(
                    "pipeline: '%s' (expected: a name without '%s')".formatted(attempt.pipeline(), SEPARATOR));
        }
        var ignored = inLake(attempt);
    }

    /** The attempt that a marker is about. */
    static Optional<SliceAttempt> of(Marker marker) {
        return switch (marker) {
            case SliceCompleted completed -> Optional.of(completed.attempt());
            case SliceAborted aborted -> Optional.of(aborted.attempt());
            case StreamCompleted all -> Optional.empty();
            case ReplayDeadLetters replay -> Optional.empty();
            case DoUpkeep request -> Optional.empty();
        };
    }
}
