package dev.ingest.scheduler.run;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The runs of a pipeline. */
@Path("/api/v1/pipelines/{name}/runs")
public class PipelineRunsResource {
    private final Caller caller;
    private final TenantRows rows;
    private final Runs runs;
    private final RunViews views;

    PipelineRunsResource(Caller caller, TenantRows rows, Runs runs, RunViews views) {
        this.caller = caller;
        this.rows = rows;
        this.runs = runs;
        this.views = views;
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @ResponseStatus(202)
    public Uni<RunView> start(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(
                        tenant,
                        () -> Pipeline.required(tenant, name)
                                .chain(() -> runs.queue(tenant, name, "asked for by " + caller.name())))
                .call(run -> runs.begin(tenant, run.id))
                .chain(run -> views.one(tenant, run.id));
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<List<RunView>> list(@PathParam("name") String name) {
        return views.newestFirst(caller.tenant(), name);
    }
}
