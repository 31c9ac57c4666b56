package dev.ingest.gateway.http;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.gateway.feature.AnswerJson;
import dev.ingest.gateway.feature.FeatureIngest;
import dev.ingest.gateway.feature.IngestAnswer;
import dev.ingest.gateway.token.Identity;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The Feature Store Ingest API. The thread is given back while a post waits for its acknowledgement. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@APIResponse(responseCode = "400", ref = "Invalid")
@APIResponse(responseCode = "401", ref = "Unauthenticated")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "413", ref = "TooLarge")
@APIResponse(responseCode = "429", ref = "TooMany")
@APIResponse(responseCode = "500", ref = "Failed")
@APIResponse(responseCode = "503", ref = "Unavailable")
@Blocking
public class FeatureIngestResource {
    private static final int MULTI_STATUS = 207;

    private final Posts posts;
    private final Holder holder;
    private final FeatureIngest features;

    FeatureIngestResource(Posts posts, Holder holder, FeatureIngest features) {
        this.posts = posts;
        this.holder = holder;
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
    public Uni<Response> ingest(InputStream body, @Context HttpHeaders headers) {
        return posts.handle(headers, id -> {
            Identity producer = holder.with(Roles.PRODUCER, headers);
            byte[] records = posts.read(producer, body, headers, ErrorCode.INVALID_ARGUMENT);
            return features.ingest(producer.tenant(), records).thenApply(answer -> response(id, answer));
        });
    }

    /** The same under the path that the field's quick starts post to. */
    @POST
    @Path("ingest")
    @Operation(operationId = "ingestAlias", summary = "The same under another path")
    @Parameter(ref = "RequestId")
    @RequestBody(ref = "IngestRequest")
    @APIResponse(responseCode = "200", ref = "Ingested")
    @APIResponse(responseCode = "207", ref = "PartlyIngested")
    public Uni<Response> ingestAlias(InputStream body, @Context HttpHeaders headers) {
        return ingest(body, headers);
    }

    private static Response response(String id, IngestAnswer answer) {
        return Response.status(answer.complete() ? Response.Status.OK.getStatusCode() : MULTI_STATUS)
                .header(Posts.REQUEST_ID, id)
                .entity(AnswerJson.write(id, answer))
                .build();
    }
}
