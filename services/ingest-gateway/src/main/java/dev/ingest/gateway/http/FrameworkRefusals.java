package dev.ingest.gateway.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What the framework refuses before a door is reached gets the same body as what the doors refuse. */
public final class FrameworkRefusals {
    private final Posts posts;
    private final Refusals refusals;
    private final CurrentVertxRequest request;

    FrameworkRefusals(Posts posts, Refusals refusals, CurrentVertxRequest request) {
        this.posts = posts;
        this.refusals = refusals;
        this.request = request;
    }

    /** An unknown path, method or media type. */
    @ServerExceptionMapper({NotFoundException.class, ClientErrorException.class})
    public Response refused(ClientErrorException refused) {
        return refusals.of(posts.requestId(request.getCurrent().request()), refused);
    }
}
