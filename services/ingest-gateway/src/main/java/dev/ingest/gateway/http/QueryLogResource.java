package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.gateway.querylog.QueryAnswer;
import dev.ingest.gateway.querylog.QueryLogIngest;
import dev.ingest.gateway.token.IssuedTokens;
import dev.ingest.platform.identity.Roles;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** The query-log intake. */
@Path("/ingest/push/queries")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class QueryLogResource {
    private static final String TOKEN_HEADER = "X-Ryft-Token";

    private final Posts posts;
    private final Refusals refusals;
    private final IssuedTokens tokens;
    private final QueryLogIngest queries;

    QueryLogResource(Posts posts, Refusals refusals, IssuedTokens tokens, QueryLogIngest queries) {
        this.posts = posts;
        this.refusals = refusals;
        this.tokens = tokens;
        this.queries = queries;
    }

    /** Takes one query, or an array of them. */
    @POST
    public Uni<Response> push(InputStream body, @Context HttpHeaders headers) {
        return posts.handle(headers, id -> {
            String token = Optional.ofNullable(headers.getHeaderString(TOKEN_HEADER))
                    .orElseThrow(IssuedTokens::unauthenticated);
            String tenant = tokens.holder(token, Roles.QUERY_LOG).tenant();
            posts.requireJson(headers, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            return queries.ingest(tenant, posts.read(body, headers)).thenApply(answer -> response(id, answer));
        });
    }

    private Response response(String id, QueryAnswer answer) {
        return switch (answer) {
            case QueryAnswer.Accepted() ->
                Response.ok(Map.of()).header(Posts.REQUEST_ID, id).build();
            case QueryAnswer.Refused(var failures) -> refusals.of(id, failures);
        };
    }
}
