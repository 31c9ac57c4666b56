package dev.ingest.scheduler.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.KeyUserSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Users of the gateway who sign their tokens themselves. */
@Path("/api/v1/users")
@RolesAllowed(Roles.TENANT_ADMIN)
public class UserResource {
    /**
     * @param role what they may do: one of {@code producer}, {@code consumer}, {@code query-log}
     * @param publicKeys one or two, PEM each: they replace what was registered before
     */
    @Schema(name = "UserRequest")
    @JsonIgnoreProperties({"user", "fingerprints"}) // what a read says beside it
    public record Request(@Nullable String role, @Nullable List<@Nullable String> publicKeys) {}

    /**
     * @param user their name
     * @param role what they may do
     * @param fingerprints of their keys, as a token's issuer has them
     */
    @Schema(name = "User")
    public record View(String user, String role, List<String> fingerprints) {
        static View of(KeyUser row) {
            return new View(
                    row.name,
                    row.role,
                    row.publicKeys.stream()
                            .map(RsaKey::new)
                            .map(RsaKey::fingerprint)
                            .toList());
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Ulid ids;

    UserResource(Caller caller, TenantRows rows, Ulid ids) {
        this.caller = caller;
        this.rows = rows;
        this.ids = ids;
    }

    @PUT
    @Path("/{user}")
    public Uni<View> put(@PathParam("user") String user, Request body) {
        String tenant = caller.tenant();
        String name = UserName.of(user);
        String role = GatewayRoles.required(
                Body.required("role", Body.required("body", body).role()));
        List<String> keys = keys(body);
        return rows.of(
                tenant,
                () -> KeyUser.named(tenant, name)
                        .map(found -> found.orElseGet(() -> fresh(tenant, name)))
                        .chain(row -> {
                            row.role = role;
                            row.publicKeys = keys;
                            return row.<KeyUser>persist();
                        })
                        .map(View::of));
    }

    private KeyUser fresh(String tenant, String name) {
        KeyUser row = new KeyUser();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = name;
        return row;
    }

    private static List<String> keys(Request body) {
        List<String> given = Body.list("publicKeys", body.publicKeys(), KeyUserSpec.KEYS_MAX);
        if (given.isEmpty()) {
            throw IngestException.invalid("publicKeys: none (expected: one or two)");
        }
        return given.stream()
                .map(text -> RsaKey.parse("publicKeys", text).der())
                .distinct()
                .toList();
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> KeyUser.ofTenant(tenant, after, max))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "after", View::user));
    }

    /** Removes a user, and the tokens that they hold. */
    @DELETE
    @Path("/{user}")
    public Uni<Void> delete(@PathParam("user") String user) {
        String tenant = caller.tenant();
        String name = UserName.of(user);
        return rows.of(
                        tenant,
                        () -> KeyUser.required(tenant, name)
                                .chain(KeyUser::delete)
                                .chain(() -> AccessToken.delete("tenant = ?1 and holder = ?2", tenant, name)))
                .replaceWithVoid();
    }
}
