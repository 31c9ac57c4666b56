package dev.ingest.scheduler.connector;

import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Manifests that come with the product. One is used by uploading it under a name, like any other. */
@Path("/api/v1/gallery")
@RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
public class GalleryResource {
    /**
     * @param name how to ask for it
     * @param title how its API is called
     * @param streams what it can fetch
     */
    @Schema(name = "GalleryItem")
    public record View(String name, String title, List<String> streams) {}

    private final Gallery gallery;

    GalleryResource(Gallery gallery) {
        this.gallery = gallery;
    }

    @GET
    public Uni<List<View>> all() {
        return Offload.run(() -> gallery.all().stream()
                .map(item -> new View(item.name(), item.title(), item.streams()))
                .toList());
    }

    @GET
    @Path("/{connector}")
    @Produces("application/yaml")
    public Uni<String> manifest(@PathParam("connector") String name) {
        return Offload.run(() -> gallery.manifest(name));
    }
}
