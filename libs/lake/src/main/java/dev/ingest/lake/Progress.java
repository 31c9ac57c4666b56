package dev.ingest.lake;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What main holds, as its own snapshots say.
 *
 * @param offsets of pushed messages
 * @param slices published, by stream
 * @param lastCommit of ours that brought data; empty when there was none or it has expired
 */
public record Progress(Offsets offsets, Map<String, AppliedSlices> slices, Optional<CommitFacts> lastCommit) {

    public Progress {
        slices = Map.copyOf(slices);
    }

    /** Which slices of a stream are on main. */
    public AppliedSlices slices(String stream) {
        return slices.getOrDefault(stream, AppliedSlices.none());
    }

    Progress withOffsets(Offsets further) {
        return new Progress(offsets.max(further), slices, lastCommit);
    }

    Progress withSlice(SliceAttempt slice) {
        var all = new HashMap<>(slices);
        all.put(slice.stream(), slices(slice.stream()).with(slice.number()));
        return new Progress(offsets, all, lastCommit);
    }

    /** With all slices up to a number: those that are not in the table never will be. */
    Progress withAll(String stream, long through) {
        var all = new HashMap<>(slices);
        all.put(stream, slices(stream).through(through));
        return new Progress(offsets, all, lastCommit);
    }
}
