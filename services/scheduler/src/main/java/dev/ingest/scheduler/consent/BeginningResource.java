package dev.ingest.scheduler.consent;

import dev.ingest.contracts.Names;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Begins a consent: tells where to send somebody to. */
@Path("/api/v1/connectors/{name}/versions/{version}/consents")
public class BeginningResource {
    /**
     * @param config the connector's configuration so far, without secrets
     * @param credential name of the credential that completes it, and gets the tokens; it need not exist yet
     */
    @Schema(name = "ConsentRequest")
    public record Request(
            @Nullable Map<String, Object> config, @Nullable String credential) {}

    /**
     * @param id its id
     * @param url to open in the browser of whoever is asking
     * @param expiresAt until when they have to be back
     */
    @Schema(name = "ConsentBegun")
    public record Begun(String id, String url, Instant expiresAt) {}

    private final Caller caller;
    private final Beginning beginning;
    private final ConsentSettings settings;

    BeginningResource(Caller caller, Beginning beginning, ConsentSettings settings) {
        this.caller = caller;
        this.beginning = beginning;
        this.settings = settings;
    }

    @POST
    @RolesAllowed(Roles.TENANT_ADMIN)
    @ResponseStatus(201)
    public Uni<Begun> begin(
            @PathParam("name") String name, @PathParam("version") int version, Request body, @Context UriInfo here) {
        String credential = Names.resource(
                "credential",
                Body.required("credential", Body.required("body", body).credential()));
        return beginning
                .begin(new Beginning.Wish(
                        caller.tenant(),
                        caller.name(),
                        name,
                        version,
                        Objects.requireNonNullElse(body.config(), Map.of()),
                        credential,
                        ReturnResource.address(settings, here.getBaseUri())))
                .map(begun -> new Begun(begun.row().id, begun.url(), begun.row().expiresAt));
    }
}
