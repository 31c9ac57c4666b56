package dev.ingest.scheduler.run;

import dev.ingest.platform.identity.Caller;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses calls about pipelines that do not exist. */
public final class PipelineFilter {
    private final Caller caller;
    private final TenantRows rows;

    PipelineFilter(Caller caller, TenantRows rows) {
        this.caller = caller;
        this.rows = rows;
    }

    @OfAPipeline
    @ServerRequestFilter
    public Uni<Void> check(ContainerRequestContext call) {
        String tenant = caller.tenant();
        String name = call.getUriInfo().getPathParameters().getFirst("name");
        return rows.of(tenant, () -> Pipeline.required(tenant, name)).replaceWithVoid();
    }
}
