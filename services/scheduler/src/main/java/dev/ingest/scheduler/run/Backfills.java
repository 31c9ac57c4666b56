package dev.ingest.scheduler.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.contracts.config.MergeMode;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.connector.Manifests;
import dev.ingest.scheduler.connector.SliceBounds;
import dev.ingest.scheduler.connector.StreamPlan;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineStream;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sends streams back: as a whole, or for a range. Only while the pipeline does not run. */
@Singleton
final class Backfills {
    private final TenantRows rows;
    private final Manifests manifests;
    private final RunSettings settings;
    private final ObjectMapper json;
    private final Clock clock;

    Backfills(TenantRows rows, Manifests manifests, RunSettings settings, ObjectMapper json, Clock clock) {
        this.clock = clock;
        this.rows = rows;
        this.manifests = manifests;
        this.settings = settings;
        this.json = json;
    }

    /**
     * Values of the cursor, as the source writes them.
     *
     * @param from where to begin
     * @param to slices that begin later are not read
     */
    record Range(String from, String to) {
        private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
        private static final int VALUE_MAX = 200;

        static Range of(BackfillResource.BackfillRequest asked) {
            Range range = new Range(Body.text("from", asked.from(), VALUE_MAX), Body.text("to", asked.to(), VALUE_MAX));
            if (later(range.from(), range.to())) {
                throw IngestException.invalid(
                        "to: '%s' (expected: not before from, '%s')".formatted(range.to(), range.from()));
            }
            return range;
        }

        boolean has(SliceBounds bounds) {
            return bounds.start().filter(start -> later(start, to)).isEmpty();
        }

        /** Times as sources write them are in the order of their texts, or of their numbers. */
        private static boolean later(String one, String other) {
            return NUMBER.matcher(one).matches() && NUMBER.matcher(other).matches()
                    ? Long.parseLong(one) > Long.parseLong(other)
                    : one.compareTo(other) > 0;
        }
    }

    private static Uni<BackfillResource.Position> view(
            String tenant, String pipeline, String stream, Optional<StreamState> state) {
        return Slice.failed(tenant, pipeline, stream)
                .map(failed -> new BackfillResource.Position(
                        stream, state.flatMap(row -> Optional.ofNullable(row.checkpoint)), failed));
    }

    Uni<BackfillResource.Position> reset(String tenant, String name, String stream) {
        return idle(tenant, name)
                .invoke(pipeline -> required(pipeline, stream))
                .chain(() -> Slice.failedLocked(tenant, List.of(name)))
                .chain(failed -> Multi.createFrom()
                        .iterable(failed)
                        .select()
                        .where(slice -> slice.stream.equals(stream))
                        .onItem()
                        .transformToUniAndConcatenate(slice -> slice.delete())
                        .collect()
                        .asList())
                .chain(() -> StreamState.locked(tenant, name, stream))
                .invoke(state -> state.ifPresent(StreamState::reset))
                .chain(state -> view(tenant, name, stream, state));
    }

    Uni<BackfillResource.Position> range(
            String tenant, String name, String stream, BackfillResource.BackfillRequest asked) {
        return rows.of(
                        tenant,
                        () -> idle(tenant, name)
                                .invoke(pipeline -> repeatable(required(pipeline, stream)))
                                .chain(pipeline -> ConnectorVersion.required(
                                                tenant, pipeline.connector, pipeline.connectorVersion)
                                        .map(connector -> new Needs(pipeline, connector))))
                .chain(needs -> Offload.run(() -> plan(needs, stream, Range.of(asked))))
                .chain(bounds -> rows.of(
                        tenant,
                        () -> idle(tenant, name)
                                .chain(() -> StreamState.locked(tenant, name, stream))
                                .chain(found -> keep(found.orElseThrow(() -> neverRan(stream)), bounds))));
    }

    private record Needs(Pipeline pipeline, ConnectorVersion connector) {}

    private static IngestException neverRan(String stream) {
        return new IngestException(
                ErrorCode.CONFLICT,
                "stream '%s' was never read (expected: a run; it reads from the beginning anyway)".formatted(stream));
    }

    private static Uni<Pipeline> idle(String tenant, String name) {
        return Pipeline.locked(tenant, name)
                .map(found -> found.orElseThrow(() -> IngestException.notFound("pipeline", name)))
                .call(() -> Run.active(tenant, name).invoke(run -> {
                    if (run.isPresent()) {
                        throw new IngestException(
                                ErrorCode.CONFLICT,
                                "pipeline '%s' is running; wait until it is done, or cancel it".formatted(name));
                    }
                }));
    }

    private static PipelineStream required(Pipeline pipeline, String stream) {
        return pipeline.streams.stream()
                .filter(each -> each.name().equals(stream))
                .findFirst()
                .orElseThrow(() -> IngestException.notFound("stream", stream));
    }

    private static void repeatable(PipelineStream stream) {
        if (stream.merge() == MergeMode.APPEND) {
            throw new IngestException(
                    ErrorCode.CONFLICT,
                    "stream '%s' appends: what is read again would be there twice (expected: a stream with a key)"
                            .formatted(stream.name()));
        }
        if (stream.cursor().isEmpty() || stream.refreshes()) {
            throw new IngestException(
                    ErrorCode.CONFLICT,
                    "stream '%s' is read as a whole by every run (expected: a stream with a cursor)"
                            .formatted(stream.name()));
        }
    }

    private List<SliceBounds> plan(Needs needs, String stream, Range range) {
        var _ = plan(needs, stream, "to", range.to());
        return checked(
                stream,
                plan(needs, stream, "from", range.from()).stream()
                        .filter(range::has)
                        .toList());
    }

    /** What a run would read whose stream is at that value of its cursor; {@code INVALID_ARGUMENT} if it can be at no such value. */
    private List<SliceBounds> plan(Needs needs, String stream, String field, String value) {
        String cursor = required(needs.pipeline(), stream).cursor().orElseThrow();
        var plan = manifests
                .planner(needs.connector())
                .plan(needs.pipeline().config, Map.of(stream, Optional.of(state(cursor, value))), clock.instant())
                .get(stream);
        return switch (plan) {
            case StreamPlan.Planned(List<SliceBounds> bounds) -> bounds;
            case StreamPlan.Unplannable(String message) ->
                throw IngestException.invalid("%s: '%s': %s".formatted(field, value, message));
            case null -> throw new IllegalStateException("stream '%s' was not planned".formatted(stream));
        };
    }

    private List<SliceBounds> checked(String stream, List<SliceBounds> bounds) {
        if (bounds.isEmpty() || bounds.size() > settings.slicesMax()) {
            throw IngestException.invalid("from, to: %d slices of stream '%s' (expected: 1 to %d)"
                    .formatted(bounds.size(), stream, settings.slicesMax()));
        }
        return bounds;
    }

    private String state(String cursor, String from) {
        try {
            return json.writeValueAsString(Map.of(cursor, from));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts are JSON", impossible);
        }
    }

    /** As failed ones, which the next run reads first. */
    private static Uni<BackfillResource.Position> keep(StreamState state, List<SliceBounds> bounds) {
        return Run.newest(state.tenant, state.pipeline)
                .map(run -> run.orElseThrow(() -> neverRan(state.stream)))
                .chain(run -> Slice.failed(state)
                        .chain(waiting -> Slice.persist(bounds.stream()
                                .filter(each -> !waiting.contains(each)) // whoever asks twice reads it once
                                .map(each -> NewSlices.repeated(state, run.id, each))
                                .toList())))
                .chain(() -> view(state.tenant, state.pipeline, state.stream, Optional.of(state)));
    }
}
