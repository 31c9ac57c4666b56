package dev.ingest.scheduler.audit;

import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/** The audit log of what is no tenant's: price plans and sign-ups. What the operator changes of a tenant is in the tenant's. */
@Path("/api/v1/operator/audit")
@RolesAllowed(Roles.OPERATOR)
public class OperatorAuditResource {
    private final TenantRows rows;

    OperatorAuditResource(TenantRows rows) {
        this.rows = rows;
    }

    @GET
    public Uni<List<AuditResource.View>> list(
            @QueryParam("before") @DefaultValue(AuditResource.NEWEST) long before,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        int max = AuditResource.checked(limit);
        return rows.ofNobody(() -> OperatorAuditEntry.before(before, max))
                .map(found -> found.stream().map(AuditResource.View::of).toList());
    }
}
