package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.Names;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.schedule.Timing;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Pipelines. */
@Path("/api/v1/pipelines")
public class PipelineResource {
    /**
     * @param name its name
     * @param connector the connector's name
     * @param version its version
     * @param credential name of the credential
     * @param destination name of the destination
     * @param namespace namespace of the tables
     * @param config the connector's configuration
     * @param streams what is fetched
     * @param schedule when
     * @param timing what goes with the schedule
     * @param nextRunAt when it runs next by itself
     * @param paused why it does not
     */
    @Schema(name = "Pipeline")
    public record View(
            String name,
            String connector,
            int version,
            String credential,
            String destination,
            String namespace,
            Map<String, Object> config,
            List<PipelineStream> streams,
            String schedule,
            Timing timing,
            Optional<Instant> nextRunAt,
            Optional<Pause> paused) {
        static View of(Pipeline row) {
            return new View(
                    row.name,
                    row.connector,
                    row.connectorVersion,
                    row.credential,
                    row.destination,
                    row.namespace,
                    row.config,
                    row.streams,
                    row.schedule,
                    row.timing,
                    Optional.ofNullable(row.nextDue),
                    row.pause());
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Pipelines pipelines;

    PipelineResource(Caller caller, TenantRows rows, Pipelines pipelines) {
        this.caller = caller;
        this.rows = rows;
        this.pipelines = pipelines;
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<View> put(@PathParam("name") String name, PipelineRequest body) {
        return pipelines
                .save(caller.tenant(), Names.resource("pipeline", name), Body.required("body", body))
                .map(View::of);
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<List<View>> list() {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Pipeline.ofTenant(tenant))
                .map(found -> found.stream().map(View::of).toList());
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<View> one(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Pipeline.required(tenant, name)).map(View::of);
    }
}
