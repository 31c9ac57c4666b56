package dev.ingest.scheduler.run;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.scheduler.connector.SliceBounds;
import dev.ingest.scheduler.connector.StreamPlan;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a plan into numbered slices. Within the caller's transaction. */
@Singleton
final class RunPlanning {
    private final RunEnds ends;
    private final RunSettings settings;
    private final Ulid ids;
    private final Clock clock;

    RunPlanning(RunEnds ends, RunSettings settings, Ulid ids, Clock clock) {
        this.ends = ends;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Keeps the plan of a queued run; does nothing if the run is past that. */
    Uni<Void> keep(String tenant, String id, Map<String, StreamPlan> plans) {
        return Run.locked(tenant, id)
                .chain(run -> run.state() instanceof RunState.Queued queued
                        ? keep(run, queued, plans)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> keep(Run run, RunState.Queued queued, Map<String, StreamPlan> plans) {
        Instant now = clock.instant();
        run.become(queued.begun(), now);
        run.beganAt = now;
        return Pipeline.required(run.tenant, run.pipeline)
                .chain(pipeline -> Multi.createFrom()
                        .iterable(pipeline.streams.stream()
                                .filter(stream -> run.wants(stream.name()))
                                .toList())
                        .onItem()
                        .transformToUniAndConcatenate(stream -> keep(run, pipeline, stream, plans, now))
                        .collect()
                        .asList())
                .chain(streams -> run.follow(streams, Optional.empty(), now)
                        ? ends.ended(run, streams, now)
                        : Uni.createFrom().voidItem());
    }

    private Uni<RunStream> keep(
            Run run, Pipeline pipeline, PipelineStream stream, Map<String, StreamPlan> plans, Instant now) {
        RunStream row = row(run, pipeline, stream);
        // in the order in which facts lock them: first the slice, then where its stream is
        return failed(run, stream)
                .chain(failed -> StreamState.locked(run.tenant, run.pipeline, stream.name())
                        .map(found -> found.orElseGet(() -> state(run, stream.name())))
                        .chain(state -> state.<StreamState>persist())
                        .chain(state -> {
                            failed.forEach(slice -> slice.planned(run.id, now));
                            List<Slice> planned =
                                    planned(Optional.ofNullable(plans.get(stream.name())), state, row, now);
                            row.added(failed.size() + planned.size());
                            return planned.isEmpty() ? Uni.createFrom().voidItem() : Slice.persist(planned);
                        }))
                .chain(() -> row.<RunStream>persist());
    }

    /** A full refresh begins anew: what an earlier one lacked is of no use to it. */
    private static Uni<List<Slice>> failed(Run run, PipelineStream stream) {
        return stream.refreshes()
                ? Uni.createFrom().item(List.of())
                : Slice.failedLocked(run.tenant, run.pipeline, stream.name());
    }

    private List<Slice> planned(Optional<StreamPlan> plan, StreamState state, RunStream row, Instant now) {
        return plan.map(known -> switch (known) {
                    case StreamPlan.Planned(List<SliceBounds> bounds) -> planned(bounds, state, row, now);
                    case StreamPlan.Unplannable(String message) -> unplanned(row, message);
                })
                .orElseGet(List::of);
    }

    private List<Slice> planned(List<SliceBounds> bounds, StreamState state, RunStream row, Instant now) {
        if (bounds.size() > settings.slicesMax()) {
            return unplanned(
                    row,
                    "stream '%s': %d slices (expected: at most %d; give its cursor a longer step or a later start)"
                            .formatted(row.stream, bounds.size(), settings.slicesMax()));
        }
        List<Slice> slices = new ArrayList<>();
        bounds.forEach(each -> slices.add(NewSlices.planned(state, row.run, each, now)));
        return slices;
    }

    private static List<Slice> unplanned(RunStream row, String message) {
        row.unplanned(new RunError(SliceFailed.Kind.CONFIG, message));
        return List.of();
    }

    private RunStream row(Run run, Pipeline pipeline, PipelineStream stream) {
        RunStream row = new RunStream();
        row.id = ids.next();
        row.tenant = run.tenant;
        row.run = run.id;
        row.stream = stream.name();
        row.namespace = pipeline.namespace;
        row.tableName = stream.table();
        row.errors = List.of();
        return row;
    }

    private StreamState state(Run run, String stream) {
        StreamState state = new StreamState();
        state.id = ids.next();
        state.tenant = run.tenant;
        state.pipeline = run.pipeline;
        state.stream = stream;
        state.nextNumber = 1;
        return state;
    }
}
