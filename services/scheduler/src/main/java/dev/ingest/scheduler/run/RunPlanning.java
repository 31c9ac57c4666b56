package dev.ingest.scheduler.run;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.scheduler.connector.SliceBounds;
import dev.ingest.scheduler.connector.StreamPlan;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineStream;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns plans into numbered slices. Within the caller's transaction. */
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

    /**
     * Keeps the plans of queued runs; leaves out those that are past that.
     *
     * @param plans by run and stream
     */
    Uni<Void> keep(String tenant, Map<String, Map<String, StreamPlan>> plans) {
        return Run.locked(tenant, plans.keySet())
                .map(runs -> runs.stream()
                        .filter(run -> run.state() instanceof RunState.Queued)
                        .toList())
                .chain(runs -> runs.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : known(tenant, runs).chain(known -> keep(runs, known, plans)));
    }

    /** What is there already, locked: first the slices, then where their streams are, in the order in which facts lock them. */
    private record Known(
            Map<String, Pipeline> pipelines, Map<StreamKey, List<Slice>> failed, Map<StreamKey, StreamState> states) {}

    private static Uni<Known> known(String tenant, List<Run> runs) {
        List<String> names = runs.stream().map(run -> run.pipeline).toList();
        return Pipeline.named(tenant, names)
                .chain(pipelines -> Slice.failedLocked(tenant, names)
                        .chain(failed -> StreamState.locked(tenant, names)
                                .map(states -> new Known(
                                        pipelines,
                                        failed.stream()
                                                .collect(Collectors.groupingBy(
                                                        slice -> new StreamKey(slice.pipeline, slice.stream))),
                                        states.stream()
                                                .collect(Collectors.toMap(
                                                        state -> new StreamKey(state.pipeline, state.stream),
                                                        Function.identity()))))));
    }

    /** Rows that the transaction makes: of each kind together, they are one message to the database. */
    private record Made(Instant at, List<StreamState> states, List<Slice> slices, List<RunStream> streams) {
        Made(Instant at) {
            this(at, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        Uni<Void> insert() {
            return TenantRows.insert(states)
                    .chain(() -> TenantRows.insert(slices))
                    .chain(() -> TenantRows.insert(streams));
        }
    }

    private Uni<Void> keep(List<Run> runs, Known known, Map<String, Map<String, StreamPlan>> plans) {
        Instant now = clock.instant();
        var made = new Made(now);
        Map<Run, List<RunStream>> ended = new LinkedHashMap<>();
        for (Run run : runs) {
            run.become(new RunState.Queued().begun(), now);
            run.beganAt = now;
            Pipeline pipeline = Objects.requireNonNull(known.pipelines().get(run.pipeline));
            Map<String, StreamPlan> ofRun = Objects.requireNonNull(plans.get(run.id));
            List<RunStream> streams = pipeline.streams.stream()
                    .filter(stream -> run.wants(stream.name()))
                    .map(stream ->
                            keep(run, pipeline, stream, known, Optional.ofNullable(ofRun.get(stream.name())), made))
                    .toList();
            if (run.follow(streams, Optional.empty(), now)) {
                ended.put(run, streams);
            }
        }
        return made.insert()
                .chain(() -> Multi.createFrom()
                        .iterable(ended.entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(run -> ends.ended(run.getKey(), run.getValue(), now))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private RunStream keep(
            Run run, Pipeline pipeline, PipelineStream stream, Known known, Optional<StreamPlan> plan, Made made) {
        var key = new StreamKey(pipeline.name, stream.name());
        StreamState state = Optional.ofNullable(known.states().get(key)).orElseGet(() -> {
            StreamState first = state(run, stream.name());
            made.states().add(first);
            return first;
        });
        // A full refresh begins anew: what an earlier one lacked is of no use to it.
        List<Slice> failed = stream.refreshes() ? List.of() : known.failed().getOrDefault(key, List.of());
        failed.forEach(slice -> slice.planned(run.id, made.at()));
        RunStream row = row(run, pipeline, stream);
        List<Slice> planned = planned(plan, state, row, made.at());
        row.added(failed.size() + planned.size());
        made.slices().addAll(planned);
        made.streams().add(row);
        return row;
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
