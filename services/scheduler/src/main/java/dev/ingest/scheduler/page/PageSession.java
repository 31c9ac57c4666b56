package dev.ingest.scheduler.page;

import io.quarkus.oidc.TenantResolver;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Tells the two ways in apart: programs send a bearer token with every call, the page has a session, which is an encrypted cookie
 * that no script can read. A call with a token is judged by its token alone.
 */
@Singleton
public final class PageSession implements TenantResolver {
    /** The page's part of the OIDC configuration: {@code quarkus.oidc.page.*}. */
    static final String CONFIGURATION = "page";

    /** Signs in, and is where the provider sends the browser back to. */
    static final String SIGN_IN = "/sign-in";

    static final String SIGN_OUT = "/sign-out";

    /** Long sessions are cut into several cookies, whose names go on. */
    private static final String COOKIE_PREFIX = "q_session_" + CONFIGURATION;

    @Override
    @SuppressWarnings(
            "NullAway") // the interface is not annotated: null is the default configuration, that of bearer tokens
    public @Nullable String resolve(RoutingContext context) {
        String path = context.normalizedPath();
        boolean door = path.equals(SIGN_IN) || path.equals(SIGN_OUT);
        return door || isPages(context.request()) ? CONFIGURATION : null;
    }

    /** Whether the call is made with a session. */
    static boolean isPages(HttpServerRequest call) {
        return !call.headers().contains(HttpHeaders.AUTHORIZATION)
                && call.cookies().stream().anyMatch(cookie -> cookie.getName().startsWith(COOKIE_PREFIX));
    }
}
