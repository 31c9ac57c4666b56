package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.StreamCompleted;
import dev.ingest.contracts.event.StreamRun;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** What becomes of the slices of a full refresh together. Within the caller's transaction. */
final class Refreshes {
    private Refreshes() {}

    /** What to tell the writer, if every slice of this one's stream in its run is staged. */
    static Uni<Optional<Refreshed>> whole(Slice slice) {
        return Slice.ofStreamLocked(slice.tenant, slice.run, slice.stream).chain(slices -> {
            boolean whole = slices.stream().allMatch(each -> each.status == SliceStatus.STAGED);
            return whole
                    ? RunStream.of(slice)
                            .map(stream -> Optional.of(new Refreshed(stream.table(), marker(slice, slices))))
                    : Uni.createFrom().item(Optional.<Refreshed>empty());
        });
    }

    /**
     * Gives up what is staged, if a slice has failed and none is still to be read: a refresh that lacks a slice is none.
     *
     * @return how many slices that were
     */
    static Uni<Integer> abandoned(Slice slice) {
        return Slice.ofStreamLocked(slice.tenant, slice.run, slice.stream).map(slices -> {
            boolean unread = slices.stream().anyMatch(each -> each.status.unread());
            boolean lacking = slices.stream().anyMatch(each -> each.status == SliceStatus.FAILED);
            if (unread || !lacking) {
                return 0;
            }
            List<Slice> staged = slices.stream()
                    .filter(each -> each.status == SliceStatus.STAGED)
                    .toList();
            staged.forEach(Slice::failed);
            return staged.size();
        });
    }

    /** Nobody waits for older slices of a stream that was refreshed. */
    static Uni<Void> settled(Slice swapped) {
        return Slice.update(
                        "settled = true where tenant = ?1 and pipeline = ?2 and stream = ?3 and settled = false and run <= ?4",
                        swapped.tenant,
                        swapped.pipeline,
                        swapped.stream,
                        swapped.run)
                .replaceWithVoid();
    }

    private static StreamCompleted marker(Slice one, List<Slice> slices) {
        return new StreamCompleted(
                new StreamRun(one.pipeline, one.run, one.stream),
                slices.size(),
                slices.stream().mapToLong(slice -> slice.number).max().orElseThrow(),
                slices.stream()
                        .mapToLong(slice -> slice.records == null ? 0 : slice.records)
                        .sum(),
                slices.stream()
                        .mapToLong(slice -> slice.bytes == null ? 0 : slice.bytes)
                        .sum());
    }
}
