package dev.ingest.scheduler.tenant;

import dev.ingest.contracts.Names;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.IdempotencyKey;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who is on the platform: the operator's. */
@Path("/api/v1/tenants")
@RolesAllowed(Roles.OPERATOR)
public class TenantResource {
    private static final int NAME_CHARACTERS_MAX = 200;

    /**
     * @param id as {@link Names#tenant}
     * @param name for people
     */
    @Schema(name = "TenantRequest")
    public record Request(@Nullable String id, @Nullable String name) {}

    /**
     * @param id its id
     * @param name for people
     * @param createdAt when
     */
    @Schema(name = "Tenant")
    public record View(String id, String name, Instant createdAt) {
        static View of(Tenant row) {
            return new View(row.tenant, row.name, row.createdAt);
        }
    }

    private final Onboarding onboarding;
    private final TenantRows rows;

    TenantResource(Onboarding onboarding, TenantRows rows) {
        this.onboarding = onboarding;
        this.rows = rows;
    }

    @POST
    @ResponseStatus(201)
    public Uni<View> create(Request body, @HeaderParam(IdempotencyKey.HEADER) @Nullable String key) {
        String id = Names.tenant(Body.required("id", Body.required("body", body).id()));
        String name = Body.text("name", body.name(), NAME_CHARACTERS_MAX);
        Optional<String> known = IdempotencyKey.of(key);
        return IdempotencyKey.once(known, () -> onboarding.create(id, name, known))
                .map(View::of);
    }

    @GET
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        int max = Pages.toRead(limit);
        return rows.readEveryones(() -> Tenant.byId(after, max))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "after", View::id));
    }
}
