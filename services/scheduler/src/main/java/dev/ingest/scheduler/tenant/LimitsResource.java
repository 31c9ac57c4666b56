package dev.ingest.scheduler.tenant;

import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Optional;

/** What a tenant's posts to the gateway may be, where it differs from the gateway's configuration. The operator's. */
@Path("/api/v1/tenants/{id}/limits")
@RolesAllowed(Roles.OPERATOR)
public class LimitsResource {
    private static final int POSTS_PER_SECOND_MAX = 1_000_000;
    private static final int SOURCES_MAX = 1_000;
    private static final int RECORDS_MAX = 100_000;

    /** The gateway's framework ends a greater body whatever anybody configures. */
    private static final int BODY_BYTES_MAX = 64 * 1024 * 1024;

    /** A record and its newline fit into one envelope of 900 KiB, with room for time stamps that grow. */
    private static final int RECORD_BYTES_MAX = 836 * 1024;

    private final TenantRows rows;

    LimitsResource(TenantRows rows) {
        this.rows = rows;
    }

    /** Replaces all of them: what is not given is as the gateway's configuration says. */
    @PUT
    public Uni<TenantLimitsSpec> put(@PathParam("id") String id, TenantLimitsSpec body) {
        TenantLimitsSpec limits = checked(Body.required("body", body));
        return rows.of(
                id,
                () -> Tenant.required(id)
                        .invoke(tenant -> tenant.limits = limits)
                        .replaceWith(limits));
    }

    @GET
    public Uni<TenantLimitsSpec> get(@PathParam("id") String id) {
        return rows.of(id, () -> Tenant.required(id).map(tenant -> tenant.limits));
    }

    private static TenantLimitsSpec checked(TenantLimitsSpec limits) {
        check("postsPerSecond", limits.postsPerSecond(), POSTS_PER_SECOND_MAX);
        check("postsPerSecondOfToken", limits.postsPerSecondOfToken(), POSTS_PER_SECOND_MAX);
        check("sources", limits.sources(), SOURCES_MAX);
        check("recordsPerSource", limits.recordsPerSource(), RECORDS_MAX);
        check("bodyBytes", limits.bodyBytes(), BODY_BYTES_MAX);
        check("recordBytes", limits.recordBytes(), RECORD_BYTES_MAX);
        return limits;
    }

    private static void check(String field, Optional<Integer> value, int max) {
        value.filter(given -> given < 1 || given > max).ifPresent(given -> {
            throw IngestException.invalid("%s: %d (expected: 1 to %d)".formatted(field, given, max));
        });
    }
}
