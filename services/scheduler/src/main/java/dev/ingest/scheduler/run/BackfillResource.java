package dev.ingest.scheduler.run;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Sends a stream back: to its beginning, or for a range. */
@Path("/api/v1/pipelines/{name}/streams/{stream}")
public class BackfillResource {
    /**
     * @param stream the stream's name
     * @param checkpoint where the next run goes on, the connector's own JSON, or none for the beginning
     * @param failed slices that failed, or that somebody asked to be read again: the next run reads them first
     */
    @Schema(name = "StreamPosition")
    public record Position(String stream, Optional<String> checkpoint, long failed) {}

    /**
     * @param from the cursor's value at which to begin, as the source writes it
     * @param to the cursor's value until which to read; up to a slice more is read
     */
    @Schema(name = "BackfillRequest")
    public record BackfillRequest(
            @Nullable String from, @Nullable String to) {}

    private final Caller caller;
    private final TenantRows rows;
    private final Backfills backfills;

    BackfillResource(Caller caller, TenantRows rows, Backfills backfills) {
        this.caller = caller;
        this.rows = rows;
        this.backfills = backfills;
    }

    /** Forgets how far the stream is: the next run reads it from its beginning. Its table stays as it is. */
    @POST
    @Path("/reset")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<Position> reset(@PathParam("name") String name, @PathParam("stream") String stream) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> backfills.reset(tenant, name, stream));
    }

    /** Reads a range again with the next run; how far the stream is stays as it is. */
    @POST
    @Path("/backfill")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<Position> backfill(
            @PathParam("name") String name, @PathParam("stream") String stream, BackfillRequest body) {
        return backfills.range(caller.tenant(), name, stream, Body.required("body", body));
    }
}
