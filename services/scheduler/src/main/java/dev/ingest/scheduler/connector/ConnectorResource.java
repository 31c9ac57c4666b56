package dev.ingest.scheduler.connector;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.Pages;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;

/** Connectors: a manifest is uploaded, checked, and kept in versions. */
@Path("/api/v1/connectors")
public class ConnectorResource {
    private static final int MANIFEST_CHARACTERS_MAX = 2_000_000;

    /**
     * @param name the connector's name
     * @param version from 1
     * @param language version of the manifest language that pins its meaning
     * @param streams what it can fetch
     */
    @Schema(name = "Connector")
    public record View(String name, int version, String language, List<Stream> streams) {
        static View of(ConnectorVersion row) {
            return new View(
                    row.name,
                    row.version,
                    row.languageVersion,
                    row.streams.stream().map(Stream::of).toList());
        }
    }

    /**
     * @param name the stream's name
     * @param key its primary key
     * @param cursor its cursor field
     * @param incremental whether it can continue from a checkpoint
     */
    public record Stream(String name, List<String> key, Optional<String> cursor, boolean incremental) {
        static Stream of(StreamInfo info) {
            return new Stream(info.name(), info.key(), info.cursor(), info.incremental());
        }
    }

    private final Caller caller;
    private final TenantRows rows;
    private final Uploads uploads;

    ConnectorResource(Caller caller, TenantRows rows, Uploads uploads) {
        this.caller = caller;
        this.rows = rows;
        this.uploads = uploads;
    }

    @PUT
    @Path("/{name}")
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/plain"})
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<RestResponse<View>> put(
            @PathParam("name") String name, @QueryParam("drop") List<String> drop, String manifest) {
        String text = Body.text("manifest", manifest, MANIFEST_CHARACTERS_MAX);
        return uploads.upload(caller.tenant(), Names.resource("connector", name), text, Set.copyOf(drop))
                .map(upload -> RestResponse.ResponseBuilder.create(
                                upload.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                                View.of(upload.connector()))
                        .build());
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> ConnectorVersion.newestOfEach(tenant, after, max))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "after", View::name));
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<View> one(@PathParam("name") String name) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> ConnectorVersion.newest(tenant, name))
                .map(found -> View.of(found.orElseThrow(() -> IngestException.notFound("connector", name))));
    }
}
