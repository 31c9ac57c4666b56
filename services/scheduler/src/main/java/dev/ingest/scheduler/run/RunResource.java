package dev.ingest.scheduler.run;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** A run by its id. */
@Path("/api/v1/runs/{id}")
public class RunResource {
    private final Caller caller;
    private final RunViews views;

    RunResource(Caller caller, RunViews views) {
        this.caller = caller;
        this.views = views;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RunView> one(@PathParam("id") String id) {
        return views.one(caller.tenant(), id);
    }
}
