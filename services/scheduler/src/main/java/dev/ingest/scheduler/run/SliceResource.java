package dev.ingest.scheduler.run;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;

/** The slices that a run waits for, or waited for last. One that failed moves on to the run that tries it again. */
@Path("/api/v1/runs/{id}/slices")
public class SliceResource {
    private static final String OF_RUN = "tenant = ?1 and run = ?2 and id > ?3 order by id";

    /**
     * @param id its id
     * @param stream the stream's name
     * @param number within the stream, from 1
     * @param status {@code planned}, {@code requested}, {@code deferred}, {@code staged}, {@code committed}, {@code failed} or {@code cancelled}
     * @param start where it begins, as the connector writes it
     * @param end where it ends
     * @param requests how often it was asked for in this run
     * @param requestedAt when it was asked for last
     * @param dueAt when it is asked for, or asked for again
     */
    @Schema(name = "Slice")
    public record View(
            String id,
            String stream,
            long number,
            String status,
            Optional<String> start,
            Optional<String> end,
            int requests,
            Optional<Instant> requestedAt,
            Optional<Instant> dueAt) {
        static View of(Slice row) {
            return new View(
                    row.id,
                    row.stream,
                    row.number,
                    row.status.name().toLowerCase(Locale.ROOT),
                    Optional.ofNullable(row.start),
                    Optional.ofNullable(row.end),
                    row.requests,
                    Optional.ofNullable(row.requestedAt),
                    Optional.ofNullable(row.dueAt));
        }
    }

    private final Caller caller;
    private final TenantRows rows;

    SliceResource(Caller caller, TenantRows rows) {
        this.caller = caller;
        this.rows = rows;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(
                        tenant,
                        () -> Run.required(tenant, id)
                                .chain(() -> Slice.<Slice>find(OF_RUN, tenant, id, after)
                                        .page(0, max)
                                        .list()))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "after", View::id));
    }
}
