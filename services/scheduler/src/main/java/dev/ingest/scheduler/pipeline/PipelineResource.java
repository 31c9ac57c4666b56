package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.Names;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.EntityTags;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.schedule.Timing;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

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
        public static View of(Pipeline row) {
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

        /** Without what the platform moves by itself. */
        private View configured() {
            return new View(
                    name,
                    connector,
                    version,
                    credential,
                    destination,
                    namespace,
                    config,
                    streams,
                    schedule,
                    timing,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Pipelines pipelines;
    private final EntityTags tags;

    PipelineResource(Caller caller, TenantRows rows, Pipelines pipelines, EntityTags tags) {
        this.tags = tags;
        this.caller = caller;
        this.rows = rows;
        this.pipelines = pipelines;
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<RestResponse<View>> put(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            PipelineRequest body) {
        String known = Names.resource("pipeline", name);
        Pipelines.Precondition asRead = present -> tags.check(
                ifMatch,
                "pipeline '%s'".formatted(known),
                present.map(row -> View.of(row).configured()));
        return pipelines
                .save(caller.tenant(), known, Body.required("body", body), asRead)
                .map(this::tagged);
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("500") int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> Pipeline.ofTenant(tenant, after, max))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "after", View::name));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<View>> one(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> Pipeline.required(tenant, name)).map(this::tagged);
    }

    private RestResponse<View> tagged(Pipeline row) {
        View view = View.of(row);
        return RestResponse.ResponseBuilder.ok(view)
                .tag(tags.of(view.configured()))
                .build();
    }
}
