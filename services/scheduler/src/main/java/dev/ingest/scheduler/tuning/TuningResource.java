package dev.ingest.scheduler.tuning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much of a tenant's streams is done at once: the operator's business, because the memory is the platform's. */
@Path("/api/v1/tenants/{id}/tuning")
@RolesAllowed(Roles.OPERATOR)
public class TuningResource {
    /**
     * @param batch records in an envelope at most; what the configuration says, if missing
     * @param slices slices in a drain at most; what the configuration says, if missing
     */
    @JsonIgnoreProperties({"pipeline", "stream"}) // what a read says beside it
    public record Request(@Nullable Integer batch, @Nullable Integer slices) {}

    /**
     * @param pipeline name of the pipeline
     * @param stream name of the stream
     * @param batch records in an envelope at most
     * @param slices slices in a drain at most
     */
    public record View(String pipeline, String stream, int batch, int slices) {
        static View of(StreamTuning row) {
            return new View(row.pipeline, row.stream, row.batch, row.slices);
        }
    }

    private final TenantRows rows;
    private final Tuning tuning;

    TuningResource(TenantRows rows, Tuning tuning) {
        this.rows = rows;
        this.tuning = tuning;
    }

    @GET
    public Uni<List<View>> list(@PathParam("id") String id) {
        return rows.of(id, () -> StreamTuning.ofTenant(id))
                .map(found -> found.stream().map(View::of).toList());
    }

    @PUT
    @Path("/{pipeline}/{stream}")
    public Uni<View> put(
            @PathParam("id") String id,
            @PathParam("pipeline") String pipeline,
            @PathParam("stream") String stream,
            Request body) {
        Request given = Body.required("body", body);
        Hint initial = tuning.initial();
        var hint = new Hint(
                given.batch() == null ? initial.batch() : given.batch(),
                given.slices() == null ? initial.slices() : given.slices());
        return rows.of(id, () -> tuning.put(id, new Tuning.Key(pipeline, stream), hint))
                .map(View::of);
    }
}
