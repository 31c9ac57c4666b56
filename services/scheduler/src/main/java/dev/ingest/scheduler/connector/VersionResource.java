package dev.ingest.scheduler.connector;

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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;

/** The versions of a connector. None of them ever changes. */
@Path("/api/v1/connectors/{name}/versions")
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
public class VersionResource {
    /**
     * @param version from 1
     * @param createdAt when it was uploaded
     * @param sha256 of the manifest's text
     * @param language version of the manifest language that pins its meaning
     * @param streams names of what it can fetch
     */
    @Schema(name = "ConnectorVersion")
    public record View(int version, Instant createdAt, String sha256, String language, List<String> streams) {
        static View of(ConnectorVersion row) {
            return new View(
                    row.version,
                    row.createdAt,
                    row.sha256,
                    row.languageVersion,
                    row.streams.stream().map(StreamInfo::name).toList());
        }
    }

    private final Caller caller;
    private final TenantRows rows;

    VersionResource(Caller caller, TenantRows rows) {
        this.caller = caller;
        this.rows = rows;
    }

    /** The newest first. */
    @GET
    public Uni<RestResponse<List<View>>> list(
            @PathParam("name") String name,
            @QueryParam("before") @DefaultValue("2147483647") int before,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo here) {
        String tenant = caller.tenant();
        int max = Pages.toRead(limit);
        return rows.of(tenant, () -> ConnectorVersion.newestFirst(tenant, name, before, max))
                .map(found -> Pages.of(
                        found.stream().map(View::of).toList(),
                        limit,
                        here,
                        "before",
                        view -> String.valueOf(view.version())));
    }

    @GET
    @Path("/{version}")
    public Uni<ConnectorResource.View> one(@PathParam("name") String name, @PathParam("version") int version) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> ConnectorVersion.required(tenant, name, version))
                .map(ConnectorResource.View::of);
    }

    /** The text as it was uploaded. */
    @GET
    @Path("/{version}/manifest")
    @Produces("application/yaml")
    public Uni<String> manifest(@PathParam("name") String name, @PathParam("version") int version) {
        String tenant = caller.tenant();
        return rows.of(tenant, () -> ConnectorVersion.required(tenant, name, version))
                .map(found -> found.manifest);
    }

    /** What changes for whoever goes from one version to this one. */
    @GET
    @Path("/{version}/changes")
    public Uni<VersionChanges> changes(
            @PathParam("name") String name,
            @PathParam("version") int version,
            @QueryParam("from") @DefaultValue("0") int from) {
        String tenant = caller.tenant();
        return rows.of(
                tenant,
                () -> ConnectorVersion.required(tenant, name, version)
                        .chain(to -> ConnectorVersion.required(
                                        tenant, name, from == 0 ? Math.max(1, version - 1) : from)
                                .chain(before ->
                                        StreamUses.of(tenant, name).map(uses -> VersionChanges.of(before, to, uses)))));
    }
}
