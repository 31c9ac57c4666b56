package dev.ingest.scheduler.run;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.IdempotencyKey;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** A run by its id. */
@Path("/api/v1/runs/{id}")
public class RunResource {
    private final Caller caller;
    private final TenantRows rows;
    private final Runs runs;
    private final Cancelling cancelling;
    private final RunViews views;

    RunResource(Caller caller, TenantRows rows, Runs runs, Cancelling cancelling, RunViews views) {
        this.caller = caller;
        this.rows = rows;
        this.runs = runs;
        this.cancelling = cancelling;
        this.views = views;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RunView> one(@PathParam("id") String id) {
        return views.one(caller.tenant(), id);
    }

    @POST
    @Path("/cancel")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<RunView> cancel(@PathParam("id") String id) {
        String tenant = caller.tenant();
        String by = caller.name();
        return rows.of(tenant, () -> cancelling.cancel(tenant, id, by)).chain(() -> views.one(tenant, id));
    }

    /** Runs what failed in this one, and nothing else. */
    @POST
    @Path("/retry")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @ResponseStatus(202)
    public Uni<RunView> retry(@PathParam("id") String id, @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        String tenant = caller.tenant();
        String cause = "retry of run %s, asked for by %s".formatted(id, caller.name());
        return runs.retry(tenant, id, cause, IdempotencyKey.of(key));
    }
}
