package dev.ingest.scheduler.page;

import io.vertx.core.http.HttpServerRequest;

/**
 * Tells the two ways in apart: programs send a bearer token with every call, the page has a session, an encrypted cookie that no script
 * can read. Where both come, the session counts: the OIDC extension finds its configuration by the cookie's name.
 */
final class PageSession {
    /** Signs in, and is where the provider sends the browser back to. */
    static final String SIGN_IN = "/sign-in";

    static final String SIGN_OUT = "/sign-out";

    /** Of the configuration {@code quarkus.oidc.page.*}. Long sessions are cut into several cookies, whose names go on. */
    private static final String COOKIE_PREFIX = "q_session_page";

    private PageSession() {}

    /** Whether the call comes with a session. */
    static boolean isPages(HttpServerRequest call) {
        return call.cookies().stream().anyMatch(cookie -> cookie.getName().startsWith(COOKIE_PREFIX));
    }
}
