package dev.ingest.scheduler.tick;

import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.pipeline.Schedule;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.run.Run;
import dev.ingest.scheduler.run.Runs;
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
            select id from pipeline where tenant = :tenant and name = :name and next_due <= :now
            for update skip locked""";

    private final TenantRows rows;
    private final Runs runs;
    private final Clock clock;

    DuePipelines(TenantRows rows, Runs runs, Clock clock) {
        this.rows = rows;
        this.runs = runs;
        this.clock = clock;
    }

    /** The run, or none if another replica was faster or the last run is not done: that time is left out. */
    Uni<Optional<Run>> queue(Due.Item item) {
        Instant now = clock.instant();
        return rows.of(
                item.tenant(),
                () -> claimed(item, now)
                        .chain(ids -> ids.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : Pipeline.<Pipeline>findById(ids.getFirst()).chain(pipeline -> queue(pipeline, now))));
    }

    private static Uni<List<String>> claimed(Due.Item item, Instant now) {
        return Pipeline.getSession()
                .chain(session -> session.createNativeQuery(CLAIM, String.class)
                        .setParameter("tenant", item.tenant())
                        .setParameter("name", item.name())
                        .setParameter("now", now)
                        .getResultList());
    }

    private Uni<Optional<Run>> queue(Pipeline pipeline, Instant now) {
        pipeline.nextDue = Schedule.parse(pipeline.schedule).next(now).orElse(null);
        return runs.active(pipeline).chain(active -> {
            if (active) {
                LOG.infof("pipeline %s/%s is due but still running", pipeline.tenant, pipeline.name);
                return Uni.createFrom().item(Optional.empty());
            }
            return runs.queue(pipeline.tenant, pipeline.name).map(Optional::of);
        });
    }
}
