package dev.ingest.scheduler.run;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.connector.Manifests;
import dev.ingest.scheduler.connector.StreamPlan;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Starts runs. A run is queued in one transaction, which is where two that would overlap meet, and planned in the next: reading
 * a manifest takes too long to hold a transaction for. A process that dies in between leaves a queued run to the tick.
 */
@Singleton
public final class Runs {
    /** Queued runs of a tenant that are taken over at once; the next tick goes on. */
    private static final int UNPLANNED_MAX = 100;

    private final TenantRows rows;
    private final Manifests manifests;
    private final RunPlanning planning;
    private final Requests requests;
    private final RunSettings settings;
    private final Ulid ids;
    private final Clock clock;

    Runs(
            TenantRows rows,
            Manifests manifests,
            RunPlanning planning,
            Requests requests,
            RunSettings settings,
            Ulid ids,
            Clock clock) {
        this.rows = rows;
        this.manifests = manifests;
        this.planning = planning;
        this.requests = requests;
        this.settings = settings;
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
        return once(tenant, pipeline, key, () -> queue(tenant, pipeline, cause));
    }

    private static Uni<Run> once(String tenant, String pipeline, Optional<String> key, Supplier<Uni<Run>> make) {
        return key.map(known -> Run.asked(tenant, pipeline, known))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(found -> found.map(run -> Uni.createFrom().item(run))
                        .orElseGet(() -> make.get().invoke(run -> run.idempotencyKey = key.orElse(null))));
    }

    /**
     * Queues a run of what failed in another, which has to be the pipeline's newest: a later one took it over. Within the caller's
     * transaction.
     *
     * @param key as {@link #ask} takes it
     * @return the run; fails with {@code CONFLICT} if there is nothing to retry
     */
    Uni<Run> retry(String tenant, String id, String cause, Optional<String> key) {
        return Run.required(tenant, id).chain(run -> once(tenant, run.pipeline, key, () -> retry(run, cause)));
    }

    private Uni<Run> retry(Run run, String cause) {
        return Run.newest(run.tenant, run.pipeline)
                .invoke(newest -> retryable(run, newest.orElseThrow()))
                .chain(() -> RunStream.ofRun(run.tenant, run.id))
                .chain(streams -> queue(run.tenant, run.pipeline, cause, Optional.of(failed(run, streams))));
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
            return queued(tenant, pipeline, cause, streams).<Run>persistAndFlush();
        });
    }

    /** A run of a pipeline that is locked and has no active one, to be persisted by the caller. */
    public Run queued(Pipeline pipeline, String cause) {
        return queued(pipeline.tenant, pipeline.name, cause, Optional.empty());
    }

    private Run queued(String tenant, String pipeline, String cause, Optional<List<String>> streams) {
        Run run = new Run();
        run.id = ids.next();
        run.tenant = tenant;
        run.pipeline = pipeline;
        run.requestedAt = clock.instant();
        run.cause = cause;
        run.streams = streams.orElse(null);
        run.become(new RunState.Queued(), run.requestedAt);
        return run;
    }

    private static IngestException conflict(String message) {
        return new IngestException(ErrorCode.CONFLICT, message);
    }

    /** The active runs of a tenant's pipelines, by pipeline, locked until the caller's transaction ends. */
    public Uni<Map<String, Run>> active(List<Pipeline> pipelines) {
        return Run.active(
                        pipelines.getFirst().tenant,
                        pipelines.stream().map(pipeline -> pipeline.name).toList())
                .map(runs -> runs.stream().collect(Collectors.toMap(run -> run.pipeline, Function.identity())));
    }

    /** The ids of queued runs that nobody has planned, because a process died. */
    public Uni<List<String>> unplanned(String tenant) {
        Instant before = clock.instant().minus(settings.planning());
        return rows.of(tenant, () -> Run.queued(tenant, before, UNPLANNED_MAX))
                .map(runs -> runs.stream().map(run -> run.id).toList());
    }

    /**
     * Plans a queued run, and requests its slices; does nothing if somebody else did.
     *
     * @return how many slices were put on Kafka
     */
    public Uni<Integer> begin(String tenant, String run) {
        return begin(tenant, List.of(run));
    }

    /**
     * Plans some of a tenant's queued runs together, and requests their slices; leaves out those that somebody else planned.
     *
     * @return how many slices were put on Kafka
     */
    public Uni<Integer> begin(String tenant, List<String> ids) {
        return rows.of(tenant, () -> RunNeeds.of(tenant, ids))
                .chain(needs -> Offload.run(() -> plan(needs)))
                .chain(plans -> rows.of(tenant, () -> planning.keep(tenant, plans)))
                .chain(() -> requests.putNew(tenant));
    }

    private Map<String, Map<String, StreamPlan>> plan(RunNeeds needs) {
        Instant now = clock.instant();
        Map<String, Manifests.Planner> planners = new HashMap<>();
        Map<String, Map<String, StreamPlan>> plans = new HashMap<>();
        needs.runs().forEach((run, need) -> {
            Manifests.Planner planner = planners.computeIfAbsent(
                    need.connector(),
                    key -> manifests.planner(
                            Objects.requireNonNull(needs.connectors().get(key)).manifest));
            plans.put(run, planner.plan(need.config(), need.checkpoints(), now));
        });
        return plans;
    }
}
