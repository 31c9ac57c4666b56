package dev.ingest.scheduler.destination;

import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** What a destination's owner sets at AWS. Nothing of it is secret. */
@Path("/api/v1/destinations/{name}/access")
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
public class AccessResource {
    private final Caller caller;
    private final TenantRows rows;
    private final AwsSettings aws;

    AccessResource(Caller caller, TenantRows rows, AwsSettings aws) {
        this.caller = caller;
        this.rows = rows;
        this.aws = aws;
    }

    @GET
    public Uni<AccessView> access(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> Destination.required(tenant, name)
                        .chain(row -> Destination.externalId(tenant).map(externalId -> switch (row.read()) {
                            case TenantDestination.Managed ignored -> AccessView.nothing(externalId, aws.roleArn());
                            case TenantDestination.Own own -> AccessView.of(own, externalId, aws.roleArn());
                        })));
    }
}
