package dev.ingest.scheduler.run;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.connector.Manifests;
import dev.ingest.scheduler.connector.StreamPlan;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.PipelineStream;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Starts runs. A run is queued in one transaction, which is where two that would overlap meet, and planned in the next: reading
 * a manifest takes too long to hold a transaction for. A process that dies in between leaves a queued run to the tick.
 */
@Singleton
public final class Runs {
    private final TenantRows rows;
    private final Manifests manifests;
    private final RunPlanning planning;
    private final Requests requests;
    private final Ulid ids;
    private final Clock clock;

    Runs(TenantRows rows, Manifests manifests, RunPlanning planning, Requests requests, Ulid ids, Clock clock) {
        this.rows = rows;
        this.manifests = manifests;
        this.planning = planning;
        this.requests = requests;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Queues a run. Within the caller's transaction.
     *
     * @param cause why there is one, in words
     * @return the run; fails with {@code CONFLICT} if the pipeline has an active one
     */
    public Uni<Run> queue(String tenant, String pipeline, String cause) {
        return queue(tenant, pipeline, cause, Optional.empty());
    }

    /**
     * Queues a run for somebody who may ask twice because an answer was lost. Within the caller's transaction.
     *
     * @param key what they call it: the run that has it is the answer, whatever became of it
     */
    Uni<Run> ask(String tenant, String pipeline, String cause, Optional<String> key) {
        return key.map(known -> Run.asked(tenant, pipeline, known))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(found -> found.map(run -> Uni.createFrom().item(run))
                        .orElseGet(() ->
                                queue(tenant, pipeline, cause).invoke(run -> run.idempotencyKey = key.orElse(null))));
    }

    /**
     * Queues a run of what failed in another, which has to be the pipeline's newest: a later one took it over. Within the caller's
     * transaction.
     *
     * @return the run; fails with {@code CONFLICT} if there is nothing to retry
     */
    Uni<Run> retry(String tenant, String id, String cause) {
        return Run.required(tenant, id)
                .chain(run -> Run.newest(tenant, run.pipeline)
                        .invoke(newest -> retryable(run, newest.orElseThrow()))
                        .chain(() -> RunStream.ofRun(tenant, id))
                        .chain(streams -> queue(tenant, run.pipeline, cause, Optional.of(failed(run, streams)))));
    }

    private static void retryable(Run run, Run newest) {
        if (run.active()) {
            throw conflict("run '%s' has not ended; wait until it is done, or cancel it".formatted(run.id));
        }
        if (!newest.id.equals(run.id)) {
            throw conflict(
                    "run '%s' is not the newest: what failed in it went on to run '%s'".formatted(run.id, newest.id));
        }
    }

    private static List<String> failed(Run run, List<RunStream> streams) {
        List<String> failed = streams.stream()
                .filter(stream -> !(stream.state() instanceof RunState.Succeeded))
                .map(stream -> stream.stream)
                .toList();
        if (failed.isEmpty()) {
            throw conflict("nothing failed in run '%s'".formatted(run.id));
        }
        return failed;
    }

    private Uni<Run> queue(String tenant, String pipeline, String cause, Optional<List<String>> streams) {
        return Run.active(tenant, pipeline).chain(active -> {
            if (active.isPresent()) {
                throw conflict("pipeline '%s' is running; wait until it is done".formatted(pipeline));
            }
            Run run = new Run();
            run.id = ids.next();
            run.tenant = tenant;
            run.pipeline = pipeline;
            run.requestedAt = clock.instant();
            run.cause = cause;
            run.streams = streams.orElse(null);
            run.become(new RunState.Queued(), run.requestedAt);
            return run.<Run>persistAndFlush();
        });
    }

    private static IngestException conflict(String message) {
        return new IngestException(ErrorCode.CONFLICT, message);
    }

    /** The pipeline's run that is not done, locked until the caller's transaction ends. */
    public Uni<Optional<Run>> active(Pipeline pipeline) {
        return Run.active(pipeline.tenant, pipeline.name);
    }

    /**
     * Plans a queued run, and requests its slices; does nothing if somebody else did.
     *
     * @return how many slices were put on Kafka
     */
    public Uni<Integer> begin(String tenant, String run) {
        return rows.of(tenant, () -> needs(tenant, run))
                .chain(needs -> Offload.run(() -> plan(needs)))
                .chain(plans -> rows.of(tenant, () -> planning.keep(tenant, run, plans)))
                .chain(() -> requests.putNew(tenant));
    }

    private record Needs(ConnectorVersion connector, Pipeline pipeline, Map<String, Optional<String>> checkpoints) {}

    private static Uni<Needs> needs(String tenant, String id) {
        return Run.required(tenant, id)
                .chain(run -> Pipeline.required(tenant, run.pipeline)
                        .chain(pipeline -> ConnectorVersion.required(
                                        tenant, pipeline.connector, pipeline.connectorVersion)
                                .chain(connector -> checkpoints(run, pipeline)
                                        .map(checkpoints -> new Needs(connector, pipeline, checkpoints)))));
    }

    /** Of the streams that have slices to plan: one with failed slices fetches those first, its gap closes before it goes on. */
    private static Uni<Map<String, Optional<String>>> checkpoints(Run run, Pipeline pipeline) {
        return StreamState.ofPipeline(pipeline.tenant, pipeline.name).chain(states -> {
            Map<String, Optional<String>> known = states.stream()
                    .collect(Collectors.toMap(state -> state.stream, state -> Optional.ofNullable(state.checkpoint)));
            return Multi.createFrom()
                    .iterable(pipeline.streams)
                    .select()
                    .where(stream -> run.wants(stream.name()))
                    .onItem()
                    .transformToUniAndConcatenate(stream -> planned(pipeline, stream))
                    .select()
                    .where(Optional::isPresent)
                    .map(Optional::get)
                    .collect()
                    .in(
                            LinkedHashMap<String, Optional<String>>::new,
                            (all, stream) -> all.put(stream, known.getOrDefault(stream, Optional.empty())))
                    .map(all -> (Map<String, Optional<String>>) all);
        });
    }

    /** A full refresh fetches everything, whatever failed in an earlier one. */
    private static Uni<Optional<String>> planned(Pipeline pipeline, PipelineStream stream) {
        return stream.refreshes()
                ? Uni.createFrom().item(Optional.of(stream.name()))
                : Slice.failed(pipeline.tenant, pipeline.name, stream.name())
                        .map(failed -> failed.isEmpty() ? Optional.of(stream.name()) : Optional.<String>empty());
    }

    private Map<String, StreamPlan> plan(Needs needs) {
        return manifests.plan(
                needs.connector().manifest, needs.pipeline().config, needs.checkpoints(), clock.instant());
    }
}
