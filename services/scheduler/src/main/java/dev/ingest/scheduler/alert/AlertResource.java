package dev.ingest.scheduler.alert;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;

/** Alerts. */
@Path("/api/v1/alerts")
public class AlertResource {
    /**
     * @param id its id
     * @param kind what it is about
     * @param subject which one
     * @param message what is wrong
     * @param action what to do about it
     * @param link where: a path of our REST
     * @param raisedAt since when
     * @param resolvedAt when it was over
     */
    @Schema(name = "Alert")
    public record View(
            String id,
            Alert.Kind kind,
            String subject,
            String message,
            String action,
            String link,
            Instant raisedAt,
            Optional<Instant> resolvedAt) {
        static View of(Alert row) {
            return new View(
                    row.id,
                    row.kind,
                    row.subject,
                    row.message,
                    row.action,
                    row.link,
                    row.raisedAt,
                    Optional.ofNullable(row.resolvedAt));
        }
    }

    private final Caller caller;
    private final TenantRows rows;

    AlertResource(Caller caller, TenantRows rows) {
        this.caller = caller;
        this.rows = rows;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("open") @DefaultValue("true") boolean open,
            @QueryParam("before") @DefaultValue("") String before,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> Alerts.newestFirst(tenant, open, before, max))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "before", View::id));
    }
}
