package dev.ingest.scheduler.tenant;

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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses of the platform's own network a tenant's manifests may reach. None, unless the operator names them: a manifest
 * is a tenant's input, and the services' network is not the tenant's.
 */
@Path("/api/v1/tenants/{id}/egress")
@RolesAllowed(Roles.OPERATOR)
public class EgressResource {
    private static final int ADDRESSES_MAX = 100;
    private static final int PORT_MAX = 65_535;

    /** A host name, an IPv4 address, or an IPv6 address in brackets; then a port. */
    private static final Pattern ADDRESS =
            Pattern.compile("([a-z0-9_]([a-z0-9_.-]{0,252})|\\[[0-9a-f:.]{2,45}\\]):([0-9]{1,5})");

    /** @param allowed {@code host:port} each; it replaces what was allowed before */
    @Schema(name = "EgressRequest")
    public record Request(@Nullable List<@Nullable String> allowed) {}

    /** @param allowed {@code host:port} each */
    @Schema(name = "Egress")
    public record View(List<String> allowed) {}

    private final TenantRows rows;

    EgressResource(TenantRows rows) {
        this.rows = rows;
    }

    @PUT
    public Uni<View> put(@PathParam("id") String id, Request body) {
        List<String> allowed = Body.list("allowed", Body.required("body", body).allowed(), ADDRESSES_MAX).stream()
                .map(EgressResource::address)
                .distinct()
                .sorted()
                .toList();
        return rows.of(
                id,
                () -> Tenant.required(id)
                        .invoke(tenant -> tenant.egress = allowed)
                        .map(tenant -> new View(allowed)));
    }

    @GET
    public Uni<View> get(@PathParam("id") String id) {
        return rows.of(id, () -> Tenant.required(id).map(tenant -> new View(tenant.egress)));
    }

    private static String address(String text) {
        String address = text.strip().toLowerCase(Locale.ROOT);
        var matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || port(matcher.group(3)) < 1 || port(matcher.group(3)) > PORT_MAX) {
            throw IngestException.invalid(
                    "allowed: '%s' (expected: host:port, for example 10.0.0.7:8443, api.internal:443 or [fd00::7]:443)"
                            .formatted(text));
        }
        return address;
    }

    private static int port(String digits) {
        return Integer.parseInt(digits);
    }
}
