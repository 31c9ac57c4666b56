package dev.ingest.scheduler.run;

import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.FreshContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Looks again and again at what a pipeline brought, for whoever watches. Replicas share nothing but the database, so that is where it
 * looks: whichever of them hears of a commit, each sees it.
 */
@Singleton
final class Live {
    /** Rows are seen within a second of their commit. */
    private static final Duration LOOKS_EVERY = Duration.ofMillis(400);

    /** What did not change is told again, so that nothing in between takes the connection for dead. */
    private static final int SILENT_LOOKS_MAX = 35;

    /** Then the watcher comes again, and has to show who it is again. */
    private static final Duration WATCH_MAX = Duration.ofMinutes(10);

    /**
     * @param tables what it brought into each of its tables
     * @param run its newest run, if it has one
     */
    @Schema(name = "LiveCounts")
    record Counts(List<LiveTable> tables, Optional<RunView> run) {
        /** How long a run has taken is no news. */
        boolean tellsMoreThan(Counts before) {
            return !tables.equals(before.tables) || !run.map(Counts::news).equals(before.run.map(Counts::news));
        }

        private static List<Object> news(RunView run) {
            return List.of(run.id(), run.status(), run.rows(), run.streams(), run.errors());
        }
    }

    private final TenantRows rows;
    private final FreshContext contexts;
    private final Clock clock;

    Live(TenantRows rows, FreshContext contexts, Clock clock) {
        this.rows = rows;
        this.contexts = contexts;
        this.clock = clock;
    }

    /** The counts now; fails with {@code NOT_FOUND}. */
    Uni<Counts> counts(String tenant, String name) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return rows.of(
                tenant,
                () -> Pipeline.required(tenant, name)
                        .chain(pipeline -> LiveTable.of(pipeline, day)
                                .chain(tables -> newest(pipeline).map(run -> new Counts(tables, run)))));
    }

    private Uni<Optional<RunView>> newest(Pipeline pipeline) {
        return Run.newest(pipeline.tenant, pipeline.name)
                .chain(newest -> newest.map(run -> RunStream.ofRun(run.tenant, run.id)
                                .map(streams ->
                                        Optional.of(RunView.of(run, pipeline.credential, streams, clock.instant()))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** The counts now and whenever they change. */
    Multi<Counts> watch(String tenant, String name) {
        AtomicReference<Optional<Counts>> told = new AtomicReference<>(Optional.empty());
        AtomicInteger silent = new AtomicInteger();
        return Multi.createFrom()
                .ticks()
                .every(LOOKS_EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> contexts.run(() -> counts(tenant, name)))
                .filter(now ->
                        told.get().filter(before -> !now.tellsMoreThan(before)).isEmpty()
                                || silent.incrementAndGet() >= SILENT_LOOKS_MAX)
                .invoke(now -> {
                    told.set(Optional.of(now));
                    silent.set(0);
                })
                .select()
                .first(WATCH_MAX);
    }
}
