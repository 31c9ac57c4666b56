package dev.ingest.scheduler.destination;

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
    private final SnowflakeReaders readers;

    SnowflakeResource(Caller caller, TenantRows rows, SnowflakeReaders readers) {
        this.caller = caller;
        this.rows = rows;
        this.readers = readers;
    }

    @GET
    public Uni<SnowflakeView> snowflake(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> readers.of(tenant, name)
                        .map(found -> found.orElseThrow(() -> IngestException.invalid(
                                "destination '%s' is the platform's own, and the operator has not said which bucket Snowflake would read (expected: ingest.managed.warehouse, or a destination of kind jdbc, rest or glue)"
                                        .formatted(name))))
                        .chain(reader -> Destination.tables(tenant, name)
                                .map(tables -> new SnowflakeView(
                                        new SnowflakeSql(name, reader).statements(tables),
                                        SnowflakeView.FORMAT_VERSIONS))));
    }
}
