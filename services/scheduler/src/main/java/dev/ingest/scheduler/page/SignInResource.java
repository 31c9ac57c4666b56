package dev.ingest.scheduler.page;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The page's doors. A permission in the configuration sends whoever has no session to the OIDC provider (authorization code
 * with PKCE) before {@link #signedIn} is reached.
 * Afterwards everybody goes to the page's start, whatever the address says: where they were going, the page remembers by itself.
 */
@Path("/")
public class SignInResource {
    private static final URI START = URI.create("/");

    @GET
    @Path(PageSession.SIGN_IN)
    @PermitAll
    @Operation(hidden = true)
    public Response signedIn() {
        return Response.seeOther(START).build();
    }

    /** Reached without a session only: one that there is has been ended, and the provider asked to end its own. */
    @GET
    @Path(PageSession.SIGN_OUT)
    @PermitAll
    @Operation(hidden = true)
    public Response signedOut() {
        return Response.seeOther(START).build();
    }
}
