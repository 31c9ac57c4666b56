package dev.ingest.gateway.http;

import dev.ingest.gateway.querylog.QueryAnswer;
import dev.ingest.gateway.querylog.QueryForm;
import dev.ingest.gateway.querylog.QueryLogIngest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** The doors of the query log: one for each form that queries are told in. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "queryLogToken")
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthenticated")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "413", ref = "TooLarge")
@APIResponse(responseCode = "415", ref = "NoJson")
@APIResponse(responseCode = "429", ref = "TooMany")
@APIResponse(responseCode = "500", ref = "Failed")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class QueryLogResource {
    private final Posts posts;
    private final Refusals refusals;
    private final QueryLogIngest queries;

    QueryLogResource(Posts posts, Refusals refusals, QueryLogIngest queries) {
        this.posts = posts;
        this.refusals = refusals;
        this.queries = queries;
    }

    /** Takes one query, or an array of them. */
    @POST
    @Path("ingest/push/queries")
    @Operation(operationId = "pushQueries", summary = "Takes query logs")
    @Parameter(ref = "RequestId")
    @RequestBody(ref = "QueryLog")
    @APIResponse(responseCode = "200", ref = "Logged")
    public Uni<Response> push() {
        return take(QueryForm.PAYLOAD);
    }

    /** Takes events of Trino's HTTP event listener. */
    @POST
    @Path("ingest/push/trino")
    @Operation(operationId = "pushTrino", summary = "Takes events of Trino's HTTP event listener")
    @Parameter(ref = "RequestId")
    @RequestBody(ref = "TrinoEvent")
    @APIResponse(responseCode = "200", ref = "Logged")
    public Uni<Response> trino() {
        return take(QueryForm.TRINO);
    }

    /** Takes events of OpenLineage, at the path that its clients append to a base URL. */
    @POST
    @Path("api/v1/lineage")
    @Operation(operationId = "pushLineage", summary = "Takes events of OpenLineage")
    @Parameter(ref = "RequestId")
    @RequestBody(ref = "LineageEvent")
    @APIResponse(responseCode = "200", ref = "Logged")
    public Uni<Response> lineage() {
        return take(QueryForm.OPEN_LINEAGE);
    }

    private Uni<Response> take(QueryForm form) {
        return posts.handle(post ->
                queries.ingest(post.tenant(), form, post.body()).thenApply(answer -> response(post.id(), answer)));
    }

    private Response response(String id, QueryAnswer answer) {
        return switch (answer) {
            case QueryAnswer.Accepted() ->
                Response.ok(Map.of()).header(Posts.REQUEST_ID, id).build();
            case QueryAnswer.Refused refused -> refusals.of(id, refused);
        };
    }
}
