package dev.ingest.scheduler.notification;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** What was told, and what was not. */
@Path("/api/v1/notifications/{name}/deliveries")
public class DeliveryResource {
    /**
     * @param id its id, the same in each attempt
     * @param event what happened
     * @param payload as the receiver reads it, JSON
     * @param at when it happened
     * @param status where it stands
     * @param attempts how often it was tried
     * @param lastProblem why the last one failed
     * @param endedAt when it was told or given up
     */
    @Schema(name = "Delivery")
    public record View(
            String id,
            String event,
            String payload,
            Instant at,
            Delivery.Status status,
            int attempts,
            Optional<String> lastProblem,
            Optional<Instant> endedAt) {
        static View of(Delivery row) {
            return new View(
                    row.id,
                    row.event,
                    row.payload,
                    row.at,
                    row.status,
                    row.attempts,
                    Optional.ofNullable(row.lastProblem),
                    Optional.ofNullable(row.endedAt));
        }
    }

    private final Caller caller;
    private final TenantRows rows;

    DeliveryResource(Caller caller, TenantRows rows) {
        this.caller = caller;
        this.rows = rows;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @PathParam("name") String name,
            @QueryParam("before") @DefaultValue("") String before,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(
                        tenant,
                        () -> NotificationTarget.required(tenant, name)
                                .chain(() -> Delivery.newestFirst(tenant, name, before, max)))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "before", View::id));
    }

    /** Tells it once more, under the same id. */
    @POST
    @Path("/{delivery}/resend")
    @RolesAllowed(Roles.TENANT_ADMIN)
    @ResponseStatus(202)
    public Uni<View> resend(@PathParam("name") String name, @PathParam("delivery") String delivery) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> Delivery.required(tenant, name, delivery)
                        .invoke(Delivery::again)
                        .map(View::of));
    }
}
