package dev.ingest.scheduler.page;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.platform.http.ProblemMappers;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what another site made a signed-in browser send. A cookie comes along with such a call; a header of our own does not, because
 * a browser asks first whether another site may send it, and it may not. Calls with a bearer token alone cannot be forged.
 */
public final class ForgedCalls {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String HEADER = "X-Requested-With";

    /** Set by browsers, and by nothing that runs in them. Source: W3C Fetch Metadata. */
    private static final String SITE = "Sec-Fetch-Site";

    private static final String OWN_SITE = "same-origin";

    @ServerRequestFilter
    public Optional<Response> check(ContainerRequestContext call, HttpServerRequest http) {
        if (HARMLESS.contains(call.getMethod()) || !PageSession.isPages(http)) {
            return Optional.empty();
        }
        String site = http.getHeader(SITE);
        boolean own = http.getHeader(HEADER) != null && (site == null || site.equals(OWN_SITE));
        return own
                ? Optional.empty()
                : Optional.of(ProblemMappers.problem(
                        ErrorCode.PERMISSION_DENIED,
                        "a call with a session needs the header %s and has to come from the page itself (%s: %s)"
                                .formatted(HEADER, SITE, site)));
    }
}
