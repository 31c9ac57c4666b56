package dev.ingest.scheduler.member;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
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
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** A tenant's members. */
@Path("/api/v1/members")
@RolesAllowed(Roles.TENANT_ADMIN)
public class MemberResource {
    /** @param roles what they may do: {@code tenant-admin}, {@code tenant-viewer}, {@code analyst}; they replace those before */
    @Schema(name = "MemberRequest")
    @JsonIgnoreProperties({"name", "addedAt", "addedBy"}) // what a read says beside it
    public record Request(@Nullable List<@Nullable String> roles) {}

    /**
     * @param name their subject at the identity provider, or an e-mail address that it has verified
     * @param roles what they may do
     * @param addedAt when they were added
     * @param addedBy by whom
     */
    @Schema(name = "Member")
    public record View(String name, List<String> roles, Instant addedAt, String addedBy) {
        static View of(Member row) {
            return new View(row.name, row.roles, row.addedAt, row.addedBy);
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Members members;

    MemberResource(Caller caller, TenantRows rows, Members members) {
        this.caller = caller;
        this.rows = rows;
        this.members = members;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> Member.ofTenant(tenant, after, max))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "after", View::name));
    }

    @PUT
    @Path("/{name}")
    public Uni<View> put(@PathParam("name") String name, Request body) {
        List<String> roles = Members.roles(Body.required("body", body).roles());
        return members.put(caller.tenant(), MemberName.of(name), roles, caller.name())
                .map(View::of);
    }

    @DELETE
    @Path("/{name}")
    public Uni<Void> delete(@PathParam("name") String name) {
        String tenant = caller.tenant();
        String known = MemberName.of(name);
        return rows.of(tenant, () -> Member.required(tenant, known).chain(Member::delete));
    }
}
