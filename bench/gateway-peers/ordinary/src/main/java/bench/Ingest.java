package bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The ordinary way: the body as a tree, checked node by node, written again for Kafka. */
@Singleton
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Path("/")
public class Ingest {
    private static final Map<String, Schema> SOURCES = Map.of(
            "transactions", Schema.TRANSACTIONS, "refunds", Schema.TRANSACTIONS, "viewed", Schema.TRANSACTIONS);

    private final ObjectMapper json;
    private final Log log;

    Ingest(ObjectMapper json, Log log) {
        this.json = json;
        this.log = log;
    }

    /** On a worker thread, which waits for the acknowledgement. */
    @POST
    @Path("api/v1/ingest")
    @Blocking
    public JsonNode ingest(@HeaderParam("Authorization") String authorization, JsonNode body) {
        return handle(authorization, body).toCompletableFuture().join();
    }

    /** The same without a thread that waits. */
    @POST
    @Path("async/api/v1/ingest")
    public CompletionStage<JsonNode> later(@HeaderParam("Authorization") String authorization, JsonNode body) {
        return handle(authorization, body);
    }

    private CompletionStage<JsonNode> handle(String authorization, JsonNode body) {
        if (authorization == null || !authorization.startsWith("Snowflake Token=\"")) {
            throw new NotAuthorizedException("Bearer");
        }
        ObjectNode answer = json.createObjectNode();
        answer.put("request_id", UUID.randomUUID().toString());
        ObjectNode sources = json.createObjectNode();
        List<CompletableFuture<?>> sent = new ArrayList<>();
        boolean complete = true;
        for (Map.Entry<String, JsonNode> source : body.get("records").properties()) {
            List<String> accepted = new ArrayList<>();
            List<Map<String, Object>> errors = new ArrayList<>();
            judge(SOURCES.get(source.getKey()), source.getValue(), accepted, errors);
            complete &= errors.isEmpty();
            if (!accepted.isEmpty()) {
                sent.add(log.send(source.getKey(), accepted));
            }
            sources.set(source.getKey(), result(source.getValue().size(), errors));
        }
        answer.put("status", complete ? "success" : "partial_success");
        answer.set("sources", sources);
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).thenApply(ignored -> answer);
    }

    private void judge(Schema schema, JsonNode records, List<String> accepted, List<Map<String, Object>> errors) {
        int index = 0;
        for (JsonNode record : records) {
            String error = schema == null ? "unknown source" : schema.judge((ObjectNode) record);
            if (error == null) {
                accepted.add(text(record));
            } else {
                errors.add(Map.of("index", index, "error", Map.of("code", "INVALID_ARGUMENT", "message", error)));
            }
            index++;
        }
    }

    private String text(JsonNode record) {
        try {
            return json.writeValueAsString(record);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JsonNode result(int total, List<Map<String, Object>> errors) {
        ObjectNode result = json.createObjectNode();
        ObjectNode records = result.putObject("records");
        records.put("total", total);
        records.put("failed", errors.size());
        if (!errors.isEmpty()) {
            records.set("errors", json.valueToTree(errors));
        }
        result.putObject("feature_views").put("failed", 0).putArray("results");
        return result;
    }
}
