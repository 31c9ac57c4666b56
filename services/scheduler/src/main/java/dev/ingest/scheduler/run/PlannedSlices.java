package dev.ingest.scheduler.run;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.scheduler.connector.SliceBounds;
import dev.ingest.scheduler.connector.StreamPlan;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineStream;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.tuning.Tuning;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns plans into numbered slices. */
@Singleton
final class PlannedSlices {
    private final RunSettings settings;
    private final Ulid ids;

    PlannedSlices(RunSettings settings, Ulid ids) {
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * What is there before.
     *
     * @param failed slices that the run takes over
     * @param states where streams are that have had a run
     * @param hints how much is done at once
     */
    record Known(Map<StreamKey, List<Slice>> failed, Map<StreamKey, StreamState> states, Tuning.Hints hints) {}

    /** A slice to be requested. */
    record Due(Slice slice, Pipeline pipeline, RunStream stream, StreamState state, Tuning.Hints hints) {
        static final Comparator<Due> ORDER = Comparator.comparing((Due due) -> due.slice().stream)
                .thenComparing(due -> due.slice().origin)
                .thenComparing(due -> due.slice().number);

        /** Nobody else has it until then. */
        SliceRequested claimed(Instant until) {
            slice.dueAt = until;
            return SliceMessages.of(slice, pipeline, stream, state, hints);
        }
    }

    /** Rows that the transaction makes: of each kind together, they are one message to the database. */
    record Made(Instant at, List<StreamState> states, List<Slice> slices, List<RunStream> streams, List<Due> due) {
        Made(Instant at) {
            this(at, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        Uni<Void> insert() {
            return TenantRows.insert(states)
                    .chain(() -> TenantRows.insert(slices))
                    .chain(() -> TenantRows.insert(streams));
        }
    }

    /**
     * Makes a run's slices.
     *
     * @param plans by stream
     * @return what the run does for each stream
     */
    List<RunStream> make(Run run, Pipeline pipeline, Known known, Map<String, StreamPlan> plans, Made made) {
        return pipeline.streams.stream()
                .filter(stream -> run.wants(stream.name()))
                .map(stream -> make(run, pipeline, stream, known, Optional.ofNullable(plans.get(stream.name())), made))
                .toList();
    }

    private RunStream make(
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
        failed.forEach(slice -> made.due().add(new Due(slice, pipeline, row, state, known.hints())));
        planned.forEach(slice -> made.due().add(new Due(slice, pipeline, row, state, known.hints())));
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
