package dev.ingest.scheduler.token;

import dev.ingest.contracts.Cidr;
import dev.ingest.contracts.Names;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.IdempotencyKey;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Tokens for the gateway, for clients that have no identity provider. */
@Path("/api/v1/tokens")
@RolesAllowed(Roles.TENANT_ADMIN)
public class TokenResource {
    private static final int NETWORKS_MAX = 100;

    /**
     * @param name for people
     * @param role what it may do: one of {@code producer}, {@code consumer}, {@code query-log}
     * @param user who holds it; called as the token if it does not say
     * @param expiresInDays days from now, or the default
     * @param networks from where it may be used: addresses, or ranges like {@code 10.1.0.0/16}; from everywhere if none are given
     */
    @Schema(name = "TokenRequest")
    public record Request(
            @Nullable String name,
            @Nullable String user,
            @Nullable String role,
            @Nullable Integer expiresInDays,
            @Nullable List<@Nullable String> networks) {}

    /**
     * @param id its id
     * @param name for people
     * @param user who holds it
     * @param role what it may do
     * @param networks from where it may be used; from everywhere if there are none
     * @param expiresAt when it ends
     * @param token the token itself, in the answer to its request only
     */
    @Schema(name = "Token")
    public record View(
            String id,
            String name,
            String user,
            String role,
            List<String> networks,
            Instant expiresAt,
            Optional<String> token) {
        static View of(AccessToken row, Optional<String> token) {
            return new View(row.id, row.name, row.holder, row.role, row.networks, row.expiresAt, token);
        }

        /** Hides the token. */
        @Override
        public String toString() {
            return "View[%s]".formatted(id);
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final TokenSettings settings;
    private final Ulid ids;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    TokenResource(Caller caller, TenantRows rows, TokenSettings settings, Ulid ids, Clock clock) {
        this.caller = caller;
        this.rows = rows;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /** Under a key that was used already it is the same token with another text: the one before, which was lost, is good no more. */
    @POST
    @ResponseStatus(201)
    public Uni<View> create(Request body, @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        Optional<String> known = IdempotencyKey.of(key);
        TokenText token = TokenText.random(random);
        AccessToken row = new AccessToken();
        row.id = ids.next();
        row.tenant = caller.tenant();
        row.name = Names.resource(
                "name", Body.required("name", Body.required("body", body).name()));
        row.holder = UserName.of(body.user() == null ? row.name : body.user());
        row.role = GatewayRoles.required(Body.required("role", body.role()));
        row.networks = networks(body);
        row.sha256 = token.sha256();
        row.expiresAt = clock.instant().plus(lifetime(body.expiresInDays()));
        row.idempotencyKey = known.orElse(null);
        return IdempotencyKey.once(
                        known,
                        () -> rows.of(
                                row.tenant,
                                () -> asked(row.tenant, known)
                                        .chain(found -> found.map(made -> made.again(row))
                                                .orElse(row)
                                                .<AccessToken>persist())))
                .map(saved -> View.of(saved, Optional.of(token.value())));
    }

    private static Uni<Optional<AccessToken>> asked(String tenant, Optional<String> key) {
        return key.map(known -> AccessToken.asked(tenant, known))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> AccessToken.ofTenant(tenant, after, max))
                .map(found -> Pages.of(
                        found.stream()
                                .map(row -> View.of(row, Optional.empty()))
                                .toList(),
                        limit,
                        here,
                        "after",
                        View::id));
    }

    @DELETE
    @Path("/{id}")
    public Uni<Void> delete(@PathParam("id") String id) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> AccessToken.delete("tenant = ?1 and id = ?2", tenant, id))
                .invoke(deleted -> {
                    if (deleted == 0) {
                        throw IngestException.notFound("token", id);
                    }
                })
                .replaceWithVoid();
    }

    private static List<String> networks(Request body) {
        return Body.list("networks", body.networks(), NETWORKS_MAX).stream()
                .map(TokenResource::network)
                .distinct()
                .toList();
    }

    private static String network(String text) {
        try {
            return Cidr.parse(text).toString();
        } catch (IllegalArgumentException malformed) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, "networks: " + malformed.getMessage(), malformed);
        }
    }

    private Duration lifetime(@Nullable Integer asked) {
        int days = asked == null ? settings.daysDefault() : asked;
        if (days < 1 || days > settings.daysMax()) {
            throw IngestException.invalid("expiresInDays: %d (expected: 1 to %d)".formatted(days, settings.daysMax()));
        }
        return Duration.ofDays(days);
    }
}
