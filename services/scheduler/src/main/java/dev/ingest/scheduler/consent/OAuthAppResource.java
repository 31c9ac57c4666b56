package dev.ingest.scheduler.consent;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.Ulid;
import dev.ingest.platform.identity.Roles;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The operator's apps at APIs, lent to a tenant for a connector of that name: the tenant's people grant access without an app of their
 * own. The secret becomes part of the tenant's credentials, which the tenant's manifests read.
 */
@Path("/api/v1/tenants/{id}/apps")
@RolesAllowed(Roles.OPERATOR)
public class OAuthAppResource {
    private static final int TEXT_MAX = 4096;

    /**
     * @param clientId as the API calls the app
     * @param clientSecret write-only, straight to the secret store
     */
    @Schema(name = "OAuthAppRequest")
    public record Request(
            @Nullable String clientId, @Nullable String clientSecret) {
        /** Hides the secret. */
        @Override
        public String toString() {
            return "Request[" + clientId + "]";
        }
    }

    /**
     * @param connector for the tenant's connector of that name
     * @param clientId as the API calls the app
     * @param updatedAt when it was last written
     */
    @Schema(name = "OAuthApp")
    public record View(String connector, String clientId, Instant updatedAt) {
        static View of(OAuthApp row) {
            return new View(row.name, row.clientId, row.updatedAt);
        }
    }

    private final TenantRows rows;
    private final SecretStore secrets;
    private final Ulid ids;
    private final Clock clock;

    OAuthAppResource(TenantRows rows, SecretStore secrets, Ulid ids, Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
    }

    @PUT
    @Path("/{connector}")
    public Uni<View> put(@PathParam("id") String tenant, @PathParam("connector") String connector, Request body) {
        String name = Names.resource("connector", connector);
        String id = Body.text("clientId", Body.required("body", body).clientId(), TEXT_MAX);
        String secret = Body.text("clientSecret", body.clientSecret(), TEXT_MAX);
        return rows.of(tenant, () -> OAuthApp.of(tenant, name)) // refuses an unknown tenant before anything is written
                .chain(() -> Offload.run(() -> {
                    secrets.write(tenant, OAuthApp.secretName(name), Map.of("client_id", id, "client_secret", secret));
                    return id;
                }))
                .chain(() -> rows.of(
                        tenant,
                        () -> OAuthApp.of(tenant, name).chain(found -> {
                            OAuthApp row = found.orElseGet(() -> made(tenant, name));
                            row.clientId = id;
                            row.updatedAt = clock.instant();
                            return row.<OAuthApp>persist();
                        })))
                .map(View::of);
    }

    private OAuthApp made(String tenant, String connector) {
        OAuthApp row = new OAuthApp();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = connector;
        return row;
    }

    @GET
    public Uni<RestResponse<List<View>>> list(
            @PathParam("id") String tenant,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> OAuthApp.ofTenant(tenant, after, max))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "after", View::connector));
    }

    /** Credentials that were made with it keep it. */
    @DELETE
    @Path("/{connector}")
    public Uni<Void> delete(@PathParam("id") String tenant, @PathParam("connector") String connector) {
        return rows.of(tenant, () -> OAuthApp.required(tenant, connector).chain(OAuthApp::delete))
                .chain(() -> Offload.run(() -> {
                    secrets.delete(tenant, OAuthApp.secretName(connector));
                    return connector;
                }))
                .replaceWithVoid();
    }
}
