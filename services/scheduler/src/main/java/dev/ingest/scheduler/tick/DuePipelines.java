package dev.ingest.scheduler.tick;

import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.run.Cancelling;
import dev.ingest.scheduler.run.Run;
import dev.ingest.scheduler.run.Runs;
import dev.ingest.scheduler.schedule.Schedule;
import dev.ingest.scheduler.schedule.Timetable;
import dev.ingest.scheduler.schedule.Timing;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Queues the run of a due pipeline, and moves it to its next time, in one transaction. */
@Singleton
final class DuePipelines {
    private static final Logger LOG = Logger.getLogger(DuePipelines.class);
    private static final String CLAIM = """
            select id from pipeline where tenant = :tenant and name = :name
            and ((next_due <= :now and not waits) or planned_at > cast(:now as timestamptz) + interval '5 minutes')
            for update skip locked""";

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

    /** The run, or none if another replica was faster, or the pipeline's timing says that there is none now. */
    Uni<Optional<Run>> queue(Due.Item item) {
        Instant now = clock.instant();
        return rows.of(
                item.tenant(),
                () -> claimed(item, now)
                        .chain(ids -> ids.isEmpty()
                                ? none()
                                : Pipeline.<Pipeline>findById(ids.getFirst())
                                        .chain(pipeline -> due(pipeline, pipeline.timetable(), now))));
    }

    private static Uni<List<String>> claimed(Due.Item item, Instant now) {
        return Pipeline.getSession()
                .chain(session -> session.createNativeQuery(CLAIM, String.class)
                        .setParameter("tenant", item.tenant())
                        .setParameter("name", item.name())
                        .setParameter("now", now)
                        .getResultList());
    }

    private Uni<Optional<Run>> due(Pipeline pipeline, Timetable timetable, Instant now) {
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
        return runs.active(pipeline)
                .chain(active -> active.map(last -> overlapping(pipeline, timetable, last, now))
                        .orElseGet(() -> start(pipeline, timetable, now)));
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
        return runs.queue(pipeline.tenant, pipeline.name, cause(pipeline, nominal))
                .map(Optional::of);
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
