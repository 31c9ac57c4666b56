package dev.ingest.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.gateway.query.FeatureQuery;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Online reads of feature views. */
@Path("/api/v1/query")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthenticated")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "404", ref = "NotFound")
@APIResponse(responseCode = "413", ref = "TooLarge")
@APIResponse(responseCode = "429", ref = "TooMany")
@APIResponse(responseCode = "500", ref = "Failed")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class FeatureQueryResource {
    private static final int MULTI_STATUS = 207;

    private final Posts posts;
    private final FeatureQuery features;

    FeatureQueryResource(Posts posts, FeatureQuery features) {
        this.posts = posts;
        this.features = features;
    }

    /** The newest features of some entities. */
    @POST
    @Operation(operationId = "query", summary = "Reads the newest features of entities")
    @Parameter(ref = "RequestId")
    @RequestBody(ref = "QueryRequest")
    @APIResponse(responseCode = "200", ref = "Features")
    @APIResponse(responseCode = "207", ref = "SomeFeatures")
    public Uni<Response> query() {
        return posts.handle(post -> features.query(post.tenant(), post.caller().roles(), post.body())
                .thenApply(answer -> response(post.id(), answer)));
    }

    private static Response response(String id, FeatureQuery.Answer answer) {
        ObjectNode json = answer.json().objectNode();
        json.put("request_id", id);
        json.put("status", answer.complete() ? "success" : "partial_success");
        json.setAll(answer.json());
        return Response.status(answer.complete() ? Response.Status.OK.getStatusCode() : MULTI_STATUS)
                .header(Posts.REQUEST_ID, id)
                .entity(json.toString())
                .build();
    }
}
