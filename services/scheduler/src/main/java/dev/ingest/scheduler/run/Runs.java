package dev.ingest.scheduler.run;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.connector.Manifests;
import dev.ingest.scheduler.http.IdempotencyKey;
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
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Starts runs. A run that somebody asks for is queued, which is where two that would overlap meet, and planned in one transaction;
 * unless its manifest has to be read first, which takes too long to hold a transaction for: then it is planned in the next, as runs
 * are that the tick queued. A process that dies in between leaves a queued run to the tick.
 */
@Singleton
public final class Runs {
    /** Queued runs of a tenant that are taken over at once; the next tick goes on. */
    private static final int UNPLANNED_MAX = 100;

    /** How often in turn a manifest is read for runs, whose pipelines may be given another one meanwhile. */
    private static final int READS_MAX = 3;

    private final TenantRows rows;
    private final Manifests manifests;
    private final RunPlanning planning;
    private final Requests requests;
    private final RunViews views;
    private final RunSettings settings;
    private final Ulid ids;
    private final Clock clock;

    Runs(
            TenantRows rows,
            Manifests manifests,
            RunPlanning planning,
            Requests requests,
            RunViews views,
            RunSettings settings,
            Ulid ids,
            Clock clock) {
        this.rows = rows;
        this.manifests = manifests;
        this.planning = planning;
        this.requests = requests;
        this.views = views;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** What became of a wish for a run. */
    private sealed interface Wish {
        /** The one that is there under the same key. */
        record Known(String run) implements Wish {}

        record Made(Run run, Planned planned) implements Wish {}
    }

    /**
     * Starts a run, for somebody who may ask twice because an answer was lost.
     *
     * @param cause why there is one, in words
     * @param key what they call it: the run that has it is the answer, whatever became of it
     * @return the run; fails with {@code CONFLICT} if the pipeline has an active one
     */
    Uni<RunView> start(String tenant, String pipeline, String cause, Optional<String> key) {
        return IdempotencyKey.once(
                        key,
                        () -> rows.of(
                                tenant,
                                () -> once(
                                        tenant, pipeline, key, () -> queue(tenant, pipeline, cause, Optional.empty()))))
                .chain(wish -> begun(tenant, wish));
    }

    /**
     * Starts a run of what failed in another, which has to be the pipeline's newest: a later one took it over.
     *
     * @param key as {@link #start} takes it
     * @return the run; fails with {@code CONFLICT} if there is nothing to retry
     */
    Uni<RunView> retry(String tenant, String id, String cause, Optional<String> key) {
        return IdempotencyKey.once(
                        key,
                        () -> rows.of(
                                tenant,
                                () -> Run.required(tenant, id)
                                        .chain(run -> once(tenant, run.pipeline, key, () -> retry(run, cause)))))
                .chain(wish -> begun(tenant, wish));
    }

    private Uni<Wish> once(String tenant, String pipeline, Optional<String> key, Supplier<Uni<Run>> make) {
        return key.map(known -> Run.asked(tenant, pipeline, known))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(new Wish.Known(found.get().id))
                        : make.get()
                                .invoke(run -> run.idempotencyKey = key.orElse(null))
                                .chain(run -> planning.plan(tenant, List.of(run), Map.of())
                                        .map(planned -> new Wish.Made(run, planned))));
    }

    /** The run, and its slices on Kafka. */
    private Uni<RunView> begun(String tenant, Wish wish) {
        return switch (wish) {
            case Wish.Known(String run) -> begin(tenant, List.of(run)).chain(() -> views.one(tenant, run));
            case Wish.Made(Run run, Planned planned) ->
                goOn(tenant, List.of(run.id), planned, READS_MAX)
                        .chain(() -> planned.begun().isEmpty()
                                ? views.one(tenant, run.id)
                                : Uni.createFrom()
                                        .item(() -> planned.begun().getFirst().view(clock.instant())));
        };
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
        return Run.active(tenant, pipeline).map(active -> {
            if (active.isPresent()) {
                throw conflict("pipeline '%s' is running; wait until it is done".formatted(pipeline));
            }
            return queued(tenant, pipeline, cause, streams);
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
     * Plans some of a tenant's queued runs together, and requests their slices; leaves out those that somebody else planned.
     *
     * @return how many slices were put on Kafka
     */
    public Uni<Integer> begin(String tenant, List<String> ids) {
        return begin(tenant, ids, Map.of(), READS_MAX);
    }

    private Uni<Integer> begin(String tenant, List<String> ids, Map<String, Manifests.Planner> read, int reads) {
        return rows.of(
                        tenant,
                        () -> Run.locked(tenant, ids)
                                .map(runs -> runs.stream()
                                        .filter(run -> run.state() instanceof RunState.Queued)
                                        .toList())
                                .chain(queued -> planning.plan(tenant, queued, read)))
                .chain(planned -> goOn(tenant, ids, planned, reads));
    }

    /** Requests what was planned, and plans what could not be. */
    private Uni<Integer> goOn(String tenant, List<String> ids, Planned planned, int reads) {
        return requests.put(tenant, planned.requests()).chain(count -> {
            if (planned.unread().isEmpty()) {
                return Uni.createFrom().item(count);
            }
            if (reads == 0) {
                throw conflict("the connectors of runs %s are being changed; they are planned later".formatted(ids));
            }
            return Offload.run(() -> read(planned.unread()))
                    .chain(read -> begin(tenant, ids, read, reads - 1))
                    .map(more -> count + more);
        });
    }

    private Map<String, Manifests.Planner> read(List<ConnectorVersion> unread) {
        Map<String, Manifests.Planner> read = new HashMap<>();
        unread.forEach(version -> read.computeIfAbsent(version.sha256, ignored -> manifests.planner(version)));
        return read;
    }
}
