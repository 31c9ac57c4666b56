package dev.ingest.scheduler.tick;

import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.run.Cancelling;
import dev.ingest.scheduler.run.Run;
import dev.ingest.scheduler.run.Runs;
import dev.ingest.scheduler.schedule.Schedule;
import dev.ingest.scheduler.schedule.Timetable;
import dev.ingest.scheduler.schedule.Timing;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Queues runs of a tenant's due pipelines, and moves each to its next time, in one transaction. */
@Singleton
final class DuePipelines {
    private static final Logger LOG = Logger.getLogger(DuePipelines.class);
    private static final String DUE = """
            from pipeline where tenant = :tenant and (:name = '' or name = :name)
            and ((next_due <= :now and not waits) or planned_at > cast(:now as timestamptz) + interval '5 minutes')
            order by next_due limit :max""";
    private static final String CLAIM = "select id " + DUE + " for update skip locked";
    private static final String NAMES = "select name " + DUE;

    /**
     * @param runs the ids of the runs; fewer than pipelines were claimed if the timing of some says that there is none now
     * @param more whether there may be more
     */
    record Queued(List<String> runs, boolean more) {}

    private final TenantRows rows;
    private final Runs runs;
    private final Cancelling cancelling;
    private final TickSettings settings;
    private final Clock clock;

    DuePipelines(TenantRows rows, Runs runs, Cancelling cancelling, TickSettings settings, Clock clock) {
        this.rows = rows;
        this.runs = runs;
        this.cancelling = cancelling;
        this.settings = settings;
        this.clock = clock;
    }

    /** Of as many pipelines as fit one transaction, those first that wait longest. */
    Uni<Queued> queue(String tenant) {
        return queue(tenant, "");
    }

    /** Of one pipeline, if it is due. */
    Uni<Queued> queueAlone(String tenant, String name) {
        return queue(tenant, name);
    }

    /** The names of those that {@link #queue(String)} would look at. */
    Uni<List<String>> names(String tenant) {
        return rows.of(tenant, () -> due(NAMES, tenant, "", clock.instant()));
    }

    private Uni<Queued> queue(String tenant, String name) {
        Instant now = clock.instant();
        return rows.of(
                tenant,
                () -> due(CLAIM, tenant, name, now)
                        .chain(ids -> ids.isEmpty()
                                ? Uni.createFrom().item(new Queued(List.of(), false))
                                : queue(tenant, ids, now)
                                        .map(queued -> new Queued(queued, ids.size() == settings.batch()))));
    }

    private Uni<List<String>> due(String sql, String tenant, String name, Instant now) {
        return Pipeline.getSession()
                .chain(session -> session.createNativeQuery(sql, String.class)
                        .setParameter("tenant", tenant)
                        .setParameter("name", name)
                        .setParameter("now", now)
                        .setParameter("max", settings.batch())
                        .getResultList());
    }

    private Uni<List<String>> queue(String tenant, List<String> ids, Instant now) {
        return Pipeline.<Pipeline>list("tenant = ?1 and id in ?2 order by nextDue", tenant, ids)
                .chain(pipelines -> runs.active(pipelines)
                        .chain(active -> Multi.createFrom()
                                .iterable(pipelines)
                                .onItem()
                                .transformToUniAndConcatenate(pipeline -> due(
                                        pipeline,
                                        pipeline.timetable(),
                                        Optional.ofNullable(active.get(pipeline.name)),
                                        now))
                                .select()
                                .where(Optional::isPresent)
                                .map(Optional::get)
                                .collect()
                                .asList()))
                .call(TenantRows::write)
                .call(TenantRows::insert)
                .map(queued -> queued.stream().map(run -> run.id).toList());
    }

    private Uni<Optional<Run>> due(Pipeline pipeline, Timetable timetable, Optional<Run> active, Instant now) {
        Instant due = pipeline.nextDue;
        if (due == null || due.isAfter(now)) {
            pipeline.plan(afresh(timetable, now), now);
            return none();
        }
        Instant free = timetable.unblocked(now);
        if (free.isAfter(now)) {
            pipeline.nextDue = free;
            pipeline.plannedAt = now;
            return none();
        }
        boolean missed = due.isBefore(now.minus(settings.missedAfter()));
        if (missed && pipeline.timing.catchUp() == Timing.CatchUp.SKIP) {
            LOG.infof("missed, and left out: tenant=%s pipeline=%s due=%s", pipeline.tenant, pipeline.name, due);
            return leftOut(pipeline, timetable, now);
        }
        return active.map(last -> overlapping(pipeline, timetable, last, now))
                .orElseGet(() -> start(pipeline, timetable, now));
    }

    /** The clock was set back since the next time was planned. What follows an upstream that succeeded is due still. */
    private static Optional<Timetable.Time> afresh(Timetable timetable, Instant now) {
        return timetable.schedule() instanceof Schedule.After
                ? Optional.of(new Timetable.Time(now, timetable.begins(now)))
                : timetable.next(now);
    }

    private Uni<Optional<Run>> overlapping(Pipeline pipeline, Timetable timetable, Run last, Instant now) {
        LOG.infof("due but still running: tenant=%s pipeline=%s", pipeline.tenant, pipeline.name);
        return switch (pipeline.timing.overlap()) {
            case QUEUE -> {
                pipeline.waits = true;
                yield none();
            }
            case SKIP -> leftOut(pipeline, timetable, now);
            case REPLACE ->
                cancelling
                        .cancel(pipeline.tenant, last.id, "the schedule, which was due again")
                        // before the new run is there: a pipeline has one active run
                        .call(cancelled -> cancelled.flush())
                        .chain(() -> start(pipeline, timetable, now));
        };
    }

    private static Uni<Optional<Run>> leftOut(Pipeline pipeline, Timetable timetable, Instant now) {
        pipeline.plan(timetable.next(now), now);
        return none();
    }

    private Uni<Optional<Run>> start(Pipeline pipeline, Timetable timetable, Instant now) {
        Instant nominal = pipeline.nextNominal == null ? now : pipeline.nextNominal;
        boolean each = pipeline.timing.catchUp() == Timing.CatchUp.ALL;
        pipeline.plan(timetable.next(each ? nominal : now), now);
        return Uni.createFrom().item(Optional.of(runs.queued(pipeline, cause(pipeline, nominal))));
    }

    private static String cause(Pipeline pipeline, Instant nominal) {
        return pipeline.upstream == null
                ? "its schedule, %s, at %s".formatted(pipeline.schedule, nominal)
                : "pipeline '%s' succeeded".formatted(pipeline.upstream);
    }

    private static Uni<Optional<Run>> none() {
        return Uni.createFrom().item(Optional.empty());
    }
}
