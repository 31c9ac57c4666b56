package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.Names;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.EntityTags;
import dev.ingest.scheduler.http.Pages;
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
    private final PipelineViews views;
    private final Pipelines pipelines;
    private final EntityTags tags;

    PipelineResource(Caller caller, PipelineViews views, Pipelines pipelines, EntityTags tags) {
        this.tags = tags;
        this.caller = caller;
        this.views = views;
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
                .map(row -> tagged(View.of(row)));
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("500") int limit,
            @Context UriInfo here) {
        int max = Pages.toRead(limit);
        return views.page(caller.tenant(), after, max).map(found -> Pages.of(found, limit, here, "after", View::name));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<View>> one(@PathParam("name") String name) {
        return views.one(caller.tenant(), name).map(this::tagged);
    }

    /** The same as the caller's transaction sees it, which may have changed it. */
    public Uni<RestResponse<View>> within(String name) {
        return Pipeline.required(caller.tenant(), name).map(row -> tagged(View.of(row)));
    }

    private RestResponse<View> tagged(View view) {
        return RestResponse.ResponseBuilder.ok(view)
                .tag(tags.of(view.configured()))
                .build();
    }
}
