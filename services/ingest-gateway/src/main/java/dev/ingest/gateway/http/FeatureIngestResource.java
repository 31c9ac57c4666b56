package dev.ingest.gateway.http;

import dev.ingest.gateway.feature.AnswerJson;
import dev.ingest.gateway.feature.FeatureIngest;
import dev.ingest.gateway.feature.IngestAnswer;
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

/** The Feature Store Ingest API. No thread waits for a body, or for an acknowledgement. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthenticated")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "413", ref = "TooLarge")
@APIResponse(responseCode = "429", ref = "TooMany")
@APIResponse(responseCode = "500", ref = "Failed")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class FeatureIngestResource {
    private static final int MULTI_STATUS = 207;

    private final Posts posts;
    private final FeatureIngest features;

    FeatureIngestResource(Posts posts, FeatureIngest features) {
        this.posts = posts;
        this.features = features;
    }

    /** Takes records of stream sources. */
    @POST
    @Path("api/v1/ingest")
    @Operation(operationId = "ingest", summary = "Takes records of stream sources")
    @Parameter(ref = "RequestId")
    @RequestBody(ref = "IngestRequest")
    @APIResponse(responseCode = "200", ref = "Ingested")
    @APIResponse(responseCode = "207", ref = "PartlyIngested")
    public Uni<Response> ingest() {
        return posts.handle(
                post -> features.ingest(post.tenant(), post.body()).thenApply(answer -> response(post.id(), answer)));
    }

    /** The same under the path that the field's quick starts post to. */
    @POST
    @Path("ingest")
    @Operation(operationId = "ingestAlias", summary = "The same under another path")
    @Parameter(ref = "RequestId")
    @RequestBody(ref = "IngestRequest")
    @APIResponse(responseCode = "200", ref = "Ingested")
    @APIResponse(responseCode = "207", ref = "PartlyIngested")
    public Uni<Response> ingestAlias() {
        return ingest();
    }

    private static Response response(String id, IngestAnswer answer) {
        return Response.status(answer.complete() ? Response.Status.OK.getStatusCode() : MULTI_STATUS)
                .header(Posts.REQUEST_ID, id)
                .entity(AnswerJson.write(id, answer))
                .build();
    }
}
