package dev.ingest.scheduler.run;

import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.Rest;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceReported;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.contracts.event.StreamFailed;
import dev.ingest.contracts.event.StreamRun;
import dev.ingest.contracts.event.TableCommitted;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Moves slices, runs and checkpoints by what was heard. Within the caller's transaction; every move may be asked for more than
 * once. A fact about a slice that is not known fails with {@code NOT_FOUND}.
 */
@Singleton
public final class RunProgress {
    private static final Logger LOG = Logger.getLogger(RunProgress.class);

    /** Between the clocks of two of our processes. A request follows an unanswered one after a multiple of this. */
    private static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(2);

    private final Checkpoints checkpoints;
    private final RunEnds ends;
    private final Clock clock;

    RunProgress(Checkpoints checkpoints, RunEnds ends, Clock clock) {
        this.checkpoints = checkpoints;
        this.ends = ends;
        this.clock = clock;
    }

    /** The slice's rows are readable. */
    public Uni<Void> committed(TableCommitted fact, SliceAttempt attempt) {
        return Slice.locked(fact.tenant(), attempt.slice()).chain(slice -> {
            SliceStatus before = slice.status;
            if (before == SliceStatus.COMMITTED) {
                LOG.debugf(
                        "committed before: slice=%s snapshot=%d table=%s", slice.id, fact.snapshotId(), fact.table());
                return nothing();
            }
            slice.committed(fact.state());
            return fact.rest()
                    .map(rest -> keep(slice, rest))
                    .orElseGet(RunProgress::nothing)
                    .chain(() -> update(slice, (run, stream) -> {
                        stream.committed(before, fact);
                        slice.reported(attempt).ifPresent(stream::reported);
                        // before the run could end
                        stream.added(run.active() && fact.rest().isPresent() ? 1 : 0);
                    }))
                    .chain(() -> checkpoints.advance(slice));
        });
    }

    /** The API told how many records a slice has; it counts with the commit of the same attempt. */
    public Uni<Void> reported(SliceReported fact) {
        return Slice.locked(fact.tenant(), fact.attempt().slice())
                .invoke(slice -> slice.told(fact))
                .replaceWithVoid();
    }

    /** The slice's attempt failed; facts of attempts for an earlier run or an earlier request change nothing. */
    public Uni<Void> failed(SliceFailed fact) {
        return Slice.locked(fact.tenant(), fact.attempt().slice())
                .chain(slice -> current(slice, fact.attempt())
                        // the pipeline before the run, as the tick locks them
                        ? ends.refused(slice, fact).chain(() -> fail(slice, new RunError(fact.kind(), fact.message())))
                        : nothing());
    }

    /**
     * Nobody answers.
     *
     * @param silent slices of one stream of a run
     */
    Uni<Void> gaveUp(List<Slice> silent) {
        List<RunError> errors = silent.stream().map(RunProgress::silence).toList();
        return fail(silent, errors);
    }

    private static RunError silence(Slice slice) {
        return new RunError(
                SliceFailed.Kind.TRANSIENT,
                "slice %d: nothing was heard of it after %d requests".formatted(slice.number, slice.requests));
    }

    /** Nothing was fetched of the slice: it is to be requested later. */
    public Uni<Void> deferred(SliceDeferred fact) {
        return Slice.locked(fact.tenant(), fact.attempt().slice()).chain(slice -> {
            if (!current(slice, fact.attempt())) {
                return nothing();
            }
            slice.deferred(fact.cursor(), fact.notBefore());
            return update(slice, (run, stream) -> {});
        });
    }

    /** Records of the slice are in the dead letters. */
    public Uni<Void> rejected(RecordsRejected fact, SliceAttempt attempt) {
        return Slice.locked(fact.tenant(), attempt.slice())
                .chain(slice -> update(slice, (run, stream) -> stream.rejected += fact.records()));
    }

    /** An executor that has lost its partition may go on for a while: what its attempts meet is no news of the slice. */
    private static boolean current(Slice slice, SliceAttempt attempt) {
        return slice.status.unread() && slice.run.equals(attempt.run()) && slice.isAnsweredBy(attempt, CLOCK_SKEW_MAX);
    }

    private Uni<Void> fail(Slice slice, RunError error) {
        return fail(List.of(slice), List.of(error));
    }

    private Uni<Void> fail(List<Slice> slices, List<RunError> errors) {
        slices.forEach(Slice::failed);
        return Refreshes.abandoned(slices.getFirst())
                .chain(staged -> update(slices.getFirst(), (run, stream) -> {
                    errors.forEach(stream::failed);
                    stream.abandoned(staged);
                }));
    }

    /**
     * The slice of a full refresh is whole.
     *
     * @return what to tell the writer if it was the last one; told again, the same again
     */
    public Uni<Optional<Refreshed>> staged(SliceStaged fact) {
        return Slice.locked(fact.tenant(), fact.attempt().slice()).chain(slice -> {
            // whichever attempt it was: the slice is on the run's branch
            if (!slice.status.open() || !slice.run.equals(fact.attempt().run())) {
                return Uni.createFrom().item(Optional.<Refreshed>empty());
            }
            Optional<Rest> rest = slice.status == SliceStatus.STAGED ? Optional.empty() : fact.rest();
            boolean first = slice.status != SliceStatus.STAGED;
            slice.staged(fact);
            return rest.map(left -> keep(slice, left))
                    .orElseGet(RunProgress::nothing)
                    .chain(() -> Refreshes.abandoned(slice))
                    .chain(abandoned -> update(slice, (run, stream) -> {
                        slice.reported(fact.attempt()).filter(told -> first).ifPresent(stream::reported);
                        stream.added(rest.isPresent() ? 1 : 0);
                        stream.abandoned(abandoned);
                    }))
                    .chain(() -> Refreshes.whole(slice));
        });
    }

    /** A full refresh is readable. Told again, it changes nothing. */
    public Uni<Void> swapped(TableCommitted fact, StreamRun refresh) {
        return Slice.ofStreamLocked(fact.tenant(), refresh.run(), refresh.stream())
                .map(slices -> slices.stream()
                        .filter(slice -> slice.status != SliceStatus.COMMITTED)
                        .toList())
                .chain(slices -> {
                    if (slices.isEmpty()) {
                        return nothing();
                    }
                    List<SliceStatus> before =
                            slices.stream().map(slice -> slice.status).toList();
                    slices.forEach(slice -> slice.committed(Optional.empty()));
                    return update(slices.getFirst(), (run, stream) -> stream.swapped(before, fact))
                            .chain(() -> Refreshes.settled(slices.getFirst()));
                });
    }

    /** A full refresh was not swapped in. */
    public Uni<Void> failed(StreamFailed fact) {
        StreamRun of = fact.of();
        return Slice.ofStreamLocked(fact.tenant(), of.run(), of.stream())
                .map(slices -> slices.stream()
                        .filter(slice -> slice.status == SliceStatus.STAGED)
                        .toList())
                .chain(slices -> slices.isEmpty()
                        ? nothing()
                        : fail(slices.getFirst(), new RunError(fact.kind(), fact.message())));
    }

    /** What a committed slice left is a slice of its own: of its run, or of the next one if that run has ended. */
    private static Uni<Void> keep(Slice whole, Rest left) {
        return Run.locked(whole.tenant, whole.run)
                .chain(run -> StreamState.locked(whole.tenant, whole.pipeline, whole.stream)
                        .map(Optional::orElseThrow)
                        .map(state -> NewSlices.rest(state, whole, left))
                        .invoke(rest -> {
                            if (!run.active()) {
                                rest.failed();
                            }
                        }))
                .chain(rest -> rest.<Slice>persist())
                .replaceWithVoid();
    }

    private Uni<Void> update(Slice slice, BiConsumer<Run, RunStream> change) {
        return Run.locked(slice.tenant, slice.run)
                .chain(run -> RunStream.of(slice)
                        .invoke(stream -> change.accept(run, stream))
                        .chain(() -> RunStream.ofRun(slice.tenant, slice.run))
                        .chain(streams -> follow(run, streams)));
    }

    private Uni<Void> follow(Run run, List<RunStream> streams) {
        Instant now = clock.instant();
        return Slice.waitUntil(run.tenant, run.id)
                .chain(until -> run.follow(streams, until, now) ? ends.ended(run, streams, now) : nothing());
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
