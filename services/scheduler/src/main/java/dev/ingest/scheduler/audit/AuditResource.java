package dev.ingest.scheduler.audit;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The audit log of a tenant. */
@Path("/api/v1/audit")
public class AuditResource {
    static final String NEWEST = "9223372036854775807";
    private static final int LIMIT_MAX = 500;

    /**
     * @param number the later change has the greater one
     * @param at when
     * @param actor who did it
     * @param action {@code CREATED}, {@code CHANGED}, {@code DELETED} or {@code READ}
     * @param kind the kind of thing
     * @param subject the thing's name
     * @param fields what changed of it
     */
    @Schema(name = "Audit")
    public record View(
            long number,
            Instant at,
            String actor,
            String action,
            String kind,
            String subject,
            Map<String, AuditRow.Change> fields) {
        static View of(AuditRow row) {
            return new View(row.number, row.at, row.actor, row.action, row.kind, row.subject, row.fields);
        }
    }

    private final Caller caller;
    private final TenantRows rows;

    AuditResource(Caller caller, TenantRows rows) {
        this.caller = caller;
        this.rows = rows;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<List<View>> list(
            @QueryParam("before") @DefaultValue(NEWEST) long before,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        int max = checked(limit);
        String tenant = caller.tenant();
        return rows.of(tenant, () -> AuditEntry.before(tenant, before, max))
                .map(found -> found.stream().map(View::of).toList());
    }

    static int checked(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw IngestException.invalid("limit: %d (expected: 1 to %d)".formatted(limit, LIMIT_MAX));
        }
        return limit;
    }
}
