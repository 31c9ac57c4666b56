package dev.ingest.scheduler.run;

import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Reads runs as REST tells them. */
@Singleton
final class RunViews {
    private final TenantRows rows;
    private final Clock clock;

    RunViews(TenantRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    Uni<RunView> one(String tenant, String id) {
        return rows.of(
                tenant,
                () -> Run.required(tenant, id)
                        .chain(run -> Pipeline.required(tenant, run.pipeline)
                                .chain(pipeline -> RunStream.ofRun(tenant, id)
                                        .map(streams ->
                                                RunView.of(run, pipeline.credential, streams, clock.instant())))));
    }

    Uni<List<RunView>> newestFirst(String tenant, String pipeline, Optional<String> before, int max) {
        return rows.of(
                tenant,
                () -> Pipeline.required(tenant, pipeline)
                        .chain(found -> Run.newestFirst(tenant, pipeline, before, max)
                                .chain(runs -> RunStream.ofRuns(
                                                tenant,
                                                runs.stream().map(run -> run.id).toList())
                                        .map(streams -> runs.stream()
                                                .map(run -> RunView.of(run, found.credential, streams, clock.instant()))
                                                .toList()))));
    }
}
