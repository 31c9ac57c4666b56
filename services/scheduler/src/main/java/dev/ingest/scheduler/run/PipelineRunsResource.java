package dev.ingest.scheduler.run;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.IdempotencyKey;
import dev.ingest.scheduler.http.Pages;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The runs of a pipeline. */
@Path("/api/v1/pipelines/{name}/runs")
public class PipelineRunsResource {
    private final Caller caller;
    private final Runs runs;
    private final RunViews views;

    PipelineRunsResource(Caller caller, Runs runs, RunViews views) {
        this.caller = caller;
        this.runs = runs;
        this.views = views;
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @ResponseStatus(202)
    public Uni<RunView> start(
            @PathParam("name") String name, @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        String tenant = caller.tenant();
        String cause = "asked for by " + caller.name();
        return runs.start(tenant, name, cause, IdempotencyKey.of(key));
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<RunView>>> list(
            @PathParam("name") String name,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo here) {
        return views.newestFirst(caller.tenant(), name, Optional.ofNullable(before), Pages.toRead(limit))
                .map(found -> Pages.of(found, limit, here, "before", RunView::id));
    }
}
