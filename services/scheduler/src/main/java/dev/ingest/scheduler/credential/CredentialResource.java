package dev.ingest.scheduler.credential;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.http.Pages;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Credentials: write-only. */
@Path("/api/v1/credentials")
public class CredentialResource {
    private static final int VALUES_MAX = 64;
    private static final int VALUE_CHARACTERS_MAX = 32 * 1024;

    /** @param values the secrets by key */
    @Schema(name = "CredentialRequest")
    public record Request(@Nullable Map<String, @Nullable String> values) {
        /** Hides the values. */
        @Override
        public String toString() {
            return "Request[values hidden]";
        }
    }

    /**
     * @param name its name
     * @param keys what it has values for
     * @param updatedAt when they were last written
     */
    @Schema(name = "Credential")
    public record View(String name, List<String> keys, Instant updatedAt) {
        static View of(Credential row) {
            return new View(row.name, row.keys, row.updatedAt);
        }
    }

    private final Caller caller;
    private final Credentials credentials;

    CredentialResource(Caller caller, Credentials credentials) {
        this.caller = caller;
        this.credentials = credentials;
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<View> put(@PathParam("name") String name, Request body) {
        Map<String, String> values = checked(Body.required("body", body).values());
        return credentials
                .write(caller.tenant(), Names.resource("credential", name), values)
                .map(View::of);
    }

    /** Changes the values that are named, and keeps the others. */
    @PATCH
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<View> patch(@PathParam("name") String name, Request body) {
        Map<String, String> values = checked(Body.required("body", body).values());
        return credentials.change(caller.tenant(), name, values).map(View::of);
    }

    @GET
    @RolesAllowed({Roles.TENANT_ADMIN, Roles.TENANT_VIEWER})
    public Uni<RestResponse<List<View>>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Pages.ALL) int limit,
            @Context UriInfo here) {
        return credentials
                .list(caller.tenant(), after, Pages.toRead(limit))
                .map(found -> Pages.of(found.stream().map(View::of).toList(), limit, here, "after", View::name));
    }

    @DELETE
    @Path("/{name}")
    @RolesAllowed(Roles.TENANT_ADMIN)
    public Uni<Void> delete(@PathParam("name") String name) {
        return credentials.delete(caller.tenant(), name);
    }

    private static Map<String, String> checked(@Nullable Map<String, @Nullable String> values) {
        Map<String, String> texts = Body.texts("values", Body.required("values", values), VALUES_MAX);
        if (texts.isEmpty()) {
            throw IngestException.invalid("values: none (expected: at least one)");
        }
        texts.forEach((key, value) -> {
            Body.text("values: a key", key, Names.MAX_LENGTH);
            if (value.length() > VALUE_CHARACTERS_MAX) {
                throw IngestException.invalid("values.%s: %d characters (expected: at most %d)"
                        .formatted(key, value.length(), VALUE_CHARACTERS_MAX));
            }
        });
        return texts;
    }
}
