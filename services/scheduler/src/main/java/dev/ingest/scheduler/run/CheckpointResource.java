package dev.ingest.scheduler.run;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.pipeline.Pipeline;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a pipeline's streams are. */
@Path("/api/v1/pipelines/{name}/checkpoints")
public class CheckpointResource {
    /**
     * @param stream the stream's name
     * @param checkpoint the state that its committed slices reach without a gap, JSON as the connector writes it
     * @param nextSlice the number of the next slice
     */
    @Schema(name = "Checkpoint")
    public record View(String stream, Optional<String> checkpoint, long nextSlice) {
        static View of(StreamState row) {
            return new View(row.stream, Optional.ofNullable(row.checkpoint), row.nextNumber);
        }
    }

    private final Caller caller;
    private final TenantRows rows;

    CheckpointResource(Caller caller, TenantRows rows) {
        this.caller = caller;
        this.rows = rows;
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<List<View>> all(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(
                        tenant,
                        () -> Pipeline.required(tenant, name)
                                .chain(() -> StreamState.ofPipelines(tenant, List.of(name))))
                .map(found -> found.stream().map(View::of).toList());
    }
}
