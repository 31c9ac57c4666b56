package dev.ingest.scheduler.member;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/** A tenant's first member, who adds the others; or the next one where nobody is left who could. The operator's. */
@Path("/api/v1/tenants/{id}/members/{name}")
@RolesAllowed(Roles.OPERATOR)
public class TenantMemberResource {
    private final Caller caller;
    private final Members members;

    TenantMemberResource(Caller caller, Members members) {
        this.caller = caller;
        this.members = members;
    }

    @PUT
    public Uni<MemberResource.View> put(
            @PathParam("id") String tenant, @PathParam("name") String name, MemberResource.Request body) {
        List<String> roles = Members.roles(Body.required("body", body).roles());
        return members.put(tenant, MemberName.of(name), roles, caller.name()).map(MemberResource.View::of);
    }
}
