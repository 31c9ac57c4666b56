package dev.ingest.scheduler.tuning;

import dev.ingest.contracts.TableRef;
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

/** How the stream of a table is tuned, and why. */
@Path("/api/v1/tables/{namespace}/{table}/tuning")
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
public class TableTuningResource {
    private final Caller caller;
    private final TenantRows rows;
    private final TuningViews views;

    TableTuningResource(Caller caller, TenantRows rows, TuningViews views) {
        this.caller = caller;
        this.rows = rows;
        this.views = views;
    }

    @GET
    public Uni<TuningView> ofTable(
            @PathParam("namespace") String namespace,
            @PathParam("table") String table,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("before") @Nullable String before) {
        String tenant = caller.tenant();
        var page = TuningViews.Page.of(limit, before);
        return rows.of(tenant, () -> views.ofTable(tenant, new TableRef(namespace, table), page));
    }
}
