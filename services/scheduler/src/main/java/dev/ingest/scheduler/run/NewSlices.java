package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.Rest;
import dev.ingest.scheduler.connector.SliceBounds;
import dev.ingest.scheduler.http.Sha256;
import java.time.Instant;
import java.util.Optional;

/** Makes slices. An id derives from what the slice is, so that making it twice makes one. */
final class NewSlices {
    private static final int ID_CHARACTERS = 26;

    private NewSlices() {}

    /** The next slice of a stream. */
    static Slice planned(StreamState state, String run, SliceBounds bounds, Instant now) {
        long number = state.takeNumber();
        String id = id(state.tenant, state.pipeline, state.stream, run, number, bounds.start(), bounds.end());
        Slice slice = slice(id, state, number, bounds);
        slice.origin = number;
        slice.planned(run, now);
        return slice;
    }

    /**
     * A range that was read before and is to be read again. Its origin is before all others, so that the checkpoint stays where it is
     * when it is committed, and does not go on before it is.
     */
    static Slice repeated(StreamState state, String run, SliceBounds bounds) {
        long number = state.takeNumber();
        String id = id(state.tenant, state.pipeline, state.stream, "again", number, bounds.start(), bounds.end());
        Slice slice = slice(id, state, number, bounds);
        slice.origin = -number;
        slice.run = run;
        slice.failed();
        return slice;
    }

    /** What a slice left, under a number of its own, to go on where it says. A slice leaves one rest, whichever attempt was committed. */
    static Slice rest(StreamState state, Slice whole, Rest rest) {
        Slice slice = slice(id(whole.tenant, whole.id, "rest"), state, state.takeNumber(), whole.bounds());
        slice.origin = whole.origin;
        slice.run = whole.run;
        slice.deferred(Optional.of(rest.cursor()), rest.notBefore());
        return slice;
    }

    private static Slice slice(String id, StreamState state, long number, SliceBounds bounds) {
        Slice slice = new Slice();
        slice.id = id;
        slice.tenant = state.tenant;
        slice.pipeline = state.pipeline;
        slice.stream = state.stream;
        slice.number = number;
        slice.start = bounds.start().orElse(null);
        slice.end = bounds.end().orElse(null);
        return slice;
    }

    private static String id(Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part).append('\n');
        }
        return Sha256.hex(text.toString()).substring(0, ID_CHARACTERS);
    }
}
