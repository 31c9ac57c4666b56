package dev.ingest.scheduler.consent;

import dev.ingest.platform.identity.Caller;
import dev.ingest.platform.identity.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Where an API sends the browser back to. Everybody goes on to the page of a consent, whatever the address says, so nothing that came
 * in it stays in the browser's history; whoever is not known, or comes with what was not theirs, to that of none.
 */
@Path(ReturnResource.PATH)
public class ReturnResource {
    static final String PATH = "/consent";
    private static final String PAGE = "/#/consents/";
    private static final String NONE = "none";

    private final Caller caller;
    private final Ending ending;

    ReturnResource(Caller caller, Ending ending) {
        this.caller = caller;
        this.ending = ending;
    }

    /** The address that APIs are told. */
    static String address(ConsentSettings settings, URI reachedAt) {
        UriBuilder base = UriBuilder.fromUri(settings.pageUrl().orElse(reachedAt));
        if (settings.pageUrl().isEmpty() && settings.secure()) {
            base.scheme("https");
        }
        return base.replacePath(PATH).replaceQuery(null).fragment(null).build().toString();
    }

    @GET
    @PermitAll
    @Operation(hidden = true)
    public Uni<Response> back(
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("error") @Nullable String error) {
        if (!caller.roles().contains(Roles.TENANT_ADMIN)) {
            return Uni.createFrom().item(page(NONE));
        }
        var came = new Ending.Return(Optional.ofNullable(state), Optional.ofNullable(code), Optional.ofNullable(error));
        return ending.end(caller.tenant(), caller.name(), came).map(id -> page(id.orElse(NONE)));
    }

    private static Response page(String id) {
        return Response.seeOther(URI.create(PAGE + id))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
