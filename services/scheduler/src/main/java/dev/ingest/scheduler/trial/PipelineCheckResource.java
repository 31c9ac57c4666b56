package dev.ingest.scheduler.trial;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Whether the API takes a pipeline's configuration and credential as they are. If it does, the pipeline goes on. */
@Path("/api/v1/pipelines/{name}/check")
@RolesAllowed(Roles.TENANT_ADMIN)
@Produces(MediaType.APPLICATION_JSON)
public class PipelineCheckResource {
    private final Caller caller;
    private final TenantRows rows;
    private final TrialResource trials;

    PipelineCheckResource(Caller caller, TenantRows rows, TrialResource trials) {
        this.caller = caller;
        this.rows = rows;
        this.trials = trials;
    }

    @POST
    public Uni<String> check(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Pipeline.required(tenant, name))
                .chain(pipeline -> trials.check(
                        pipeline.connector,
                        pipeline.connectorVersion,
                        new TrialResource.Request(pipeline.config, pipeline.credential, null, null)));
    }
}
