package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.gateway.querylog.QueryAnswer;
import dev.ingest.gateway.querylog.QueryForm;
import dev.ingest.gateway.querylog.QueryLogIngest;
import dev.ingest.gateway.token.Identity;
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

/** The doors of the query log: one for each form that queries are told in. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class QueryLogResource {
    private final Posts posts;
    private final Refusals refusals;
    private final QueryLogToken token;
    private final QueryLogIngest queries;

    QueryLogResource(Posts posts, Refusals refusals, QueryLogToken token, QueryLogIngest queries) {
        this.posts = posts;
        this.refusals = refusals;
        this.token = token;
        this.queries = queries;
    }

    /** Takes one query, or an array of them. */
    @POST
    @Path("ingest/push/queries")
    public Uni<Response> push(InputStream body, @Context HttpHeaders headers) {
        return take(QueryForm.PAYLOAD, body, headers);
    }

    /** Takes events of Trino's HTTP event listener. */
    @POST
    @Path("ingest/push/trino")
    public Uni<Response> trino(InputStream body, @Context HttpHeaders headers) {
        return take(QueryForm.TRINO, body, headers);
    }

    /** Takes events of OpenLineage, at the path that its clients append to a base URL. */
    @POST
    @Path("api/v1/lineage")
    public Uni<Response> lineage(InputStream body, @Context HttpHeaders headers) {
        return take(QueryForm.OPEN_LINEAGE, body, headers);
    }

    private Uni<Response> take(QueryForm form, InputStream body, HttpHeaders headers) {
        return posts.handle(headers, id -> {
            Identity sender = token.holder(headers);
            byte[] log = posts.read(sender, body, headers, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            return queries.ingest(sender.tenant(), form, log).thenApply(answer -> response(id, answer));
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
