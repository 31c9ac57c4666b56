package dev.ingest.scheduler.tuning;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** How a pipeline's stream is tuned, and why. */
@Path("/api/v1/pipelines/{name}/streams/{stream}/tuning")
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
public class StreamTuningResource {
    private final Caller caller;
    private final TenantRows rows;
    private final TuningViews views;

    StreamTuningResource(Caller caller, TenantRows rows, TuningViews views) {
        this.caller = caller;
        this.rows = rows;
        this.views = views;
    }

    @GET
    public Uni<TuningView> ofStream(
            @PathParam("name") String name,
            @PathParam("stream") String stream,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("before") @Nullable String before) {
        String tenant = caller.tenant();
        var page = TuningViews.Page.of(limit, before);
        return rows.of(tenant, () -> views.ofStream(tenant, new Tuning.Key(name, stream), page));
    }
}
