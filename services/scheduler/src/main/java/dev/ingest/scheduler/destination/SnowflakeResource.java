package dev.ingest.scheduler.destination;

import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** How Snowflake reads a destination's tables. */
@Path("/api/v1/destinations/{name}/snowflake")
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
public class SnowflakeResource {
    private final Caller caller;
    private final TenantRows rows;

    SnowflakeResource(Caller caller, TenantRows rows) {
        this.caller = caller;
        this.rows = rows;
    }

    @GET
    public Uni<SnowflakeView> snowflake(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> Destination.required(tenant, name)
                        .chain(row -> Destination.tables(tenant, name).map(tables -> switch (row.read()) {
                            case TenantDestination.Managed ignored ->
                                throw IngestException.invalid(
                                        "destination '%s' is the platform's own (expected: one of kind jdbc, rest or glue)"
                                                .formatted(name));
                            case TenantDestination.Own own ->
                                new SnowflakeView(
                                        new SnowflakeSql(name, own).statements(tables), SnowflakeView.FORMAT_VERSIONS);
                        })));
    }
}
