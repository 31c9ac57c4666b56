package dev.ingest.scheduler.run;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves a stream's checkpoint over its committed slices, up to the first that is not: the checkpoint is never ahead of the data.
 */
@Singleton
final class Checkpoints {
    private static final String OF_STREAM =
            "tenant = ?1 and pipeline = ?2 and stream = ?3 and settled = false and status";
    private static final String BEFORE = " and (origin < ?5 or (origin = ?5 and number < ?6))";

    /** Within the caller's transaction. */
    Uni<Void> advance(Slice committed) {
        return StreamState.locked(committed.tenant, committed.pipeline, committed.stream)
                .map(Optional::orElseThrow)
                .chain(state -> firstGap(committed).chain(gap -> advance(state, gap)));
    }

    private static Uni<Optional<Slice>> firstGap(Slice slice) {
        return Slice.<Slice>find(
                        OF_STREAM + " <> ?4 order by origin, number",
                        slice.tenant,
                        slice.pipeline,
                        slice.stream,
                        SliceStatus.COMMITTED)
                .firstResult()
                .map(Optional::ofNullable);
    }

    private static Uni<Void> advance(StreamState state, Optional<Slice> gap) {
        Object[] before = {
            state.tenant,
            state.pipeline,
            state.stream,
            SliceStatus.COMMITTED,
            gap.map(slice -> slice.origin).orElse(Long.MAX_VALUE),
            gap.map(slice -> slice.number).orElse(Long.MAX_VALUE)
        };
        return Slice.<Slice>find(
                        OF_STREAM + " = ?4" + BEFORE + " and state is not null order by origin desc, number desc",
                        before)
                .firstResult()
                .invoke(last -> reached(state, last))
                .chain(() -> Slice.update("settled = true where " + OF_STREAM + " = ?4" + BEFORE, before))
                .replaceWithVoid();
    }

    private static void reached(StreamState state, @Nullable Slice last) {
        if (last != null) {
            state.reached(last);
        }
    }
}
