package dev.ingest.scheduler.connector;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What somebody has to fill in to use a connector. */
@Path("/api/v1/connectors/{name}/versions/{version}/spec")
public class SpecResource {
    /**
     * @param schema JSON schema of the configuration; {@code airbyte_secret} marks what belongs into a credential, under its dotted path
     * @param consent whether the user grants access in a browser
     */
    @Schema(name = "ConnectorSpec")
    public record View(Map<String, @Nullable Object> schema, boolean consent) {}

    private final Caller caller;
    private final TenantRows rows;
    private final Manifests manifests;

    SpecResource(Caller caller, TenantRows rows, Manifests manifests) {
        this.caller = caller;
        this.rows = rows;
        this.manifests = manifests;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<View> spec(@PathParam("name") String name, @PathParam("version") int version) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> ConnectorVersion.required(tenant, name, version))
                .chain(found -> Offload.run(() -> manifests.spec(found.manifest)));
    }
}
