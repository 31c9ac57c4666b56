package dev.ingest.platform.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers as the API references of AWS Secrets Manager and STS say, as far as the store uses them: versions with staging
 * labels, and calls signed by whoever STS let in.
 */
final class AwsStandIn implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY_ID = "ASIASTANDIN";
    private static final String CURRENT = "AWSCURRENT";

    /** A secret: its versions by id, and which version each label is on. */
    private record Stored(Map<String, String> versions, Map<String, String> labels) {}

    private record Answer(int status, ObjectNode body) {}

    private final HttpServer server;
    private final Map<String, Stored> secrets = new HashMap<>();
    final List<String> webIdentities = new CopyOnWriteArrayList<>();
    final List<JsonNode> created = new CopyOnWriteArrayList<>();
    volatile boolean broken;

    /** What every call is refused with. */
    volatile Optional<String> refusal = Optional.empty();

    AwsStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            if (call.getRequestHeaders().containsKey("X-Amz-Target")) {
                secretsManager(call);
            } else {
                assumeRole(call);
            }
        });
        server.start();
    }

    /** Of both services. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What an operator could have put there by hand. */
    synchronized void put(String name, String text) {
        secrets.put(name, new Stored(new LinkedHashMap<>(Map.of("by-hand", text)), labels("by-hand")));
    }

    private static Map<String, String> labels(String version) {
        return new HashMap<>(Map.of(CURRENT, version));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void assumeRole(HttpExchange call) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(call.getRequestBody().readAllBytes(), UTF_8).split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], java.net.URLDecoder.decode(parts[1], UTF_8));
        }
        webIdentities.add(form.get("Action") + " " + form.get("RoleArn") + " " + form.get("WebIdentityToken"));
        answer(call, 200, "text/xml", """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult><Credentials>
                    <AccessKeyId>%s</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                    <SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
                  </Credentials></AssumeRoleWithWebIdentityResult>
                </AssumeRoleWithWebIdentityResponse>
                """.formatted(KEY_ID));
    }

    private void secretsManager(HttpExchange call) throws IOException {
        JsonNode request = JSON.readTree(call.getRequestBody());
        String signature = Optional.ofNullable(call.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        Answer answer;
        if (broken) {
            answer = refusal(500, "InternalServiceError");
        } else if (refusal.isPresent()) {
            answer = refusal(400, refusal.get());
        } else if (!signature.startsWith("AWS4-HMAC-SHA256 Credential=" + KEY_ID + "/")
                || !signature.contains("/eu-central-1/secretsmanager/aws4_request")) {
            answer = refusal(400, "UnrecognizedClientException");
        } else {
            answer = act(call.getRequestHeaders().getFirst("X-Amz-Target"), request);
        }
        answer(
                call,
                answer.status(),
                "application/x-amz-json-1.1",
                answer.body().toString());
    }

    private synchronized Answer act(String target, JsonNode request) {
        if (target.equals("secretsmanager.CreateSecret")) {
            return create(request);
        }
        Stored stored = secrets.get(request.get("SecretId").asText());
        if (stored == null) {
            return refusal(400, "ResourceNotFoundException");
        }
        return switch (target) {
            case "secretsmanager.GetSecretValue" -> value(request, stored);
            case "secretsmanager.PutSecretValue" -> put(request, stored);
            case "secretsmanager.UpdateSecretVersionStage" -> move(request, stored);
            case "secretsmanager.DeleteSecret" -> delete(request);
            default -> refusal(400, "UnknownOperationException");
        };
    }

    private Answer create(JsonNode request) {
        if (secrets.containsKey(request.get("Name").asText())) {
            return refusal(400, "ResourceExistsException");
        }
        created.add(request);
        String version = request.get("ClientRequestToken").asText();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put(version, request.get("SecretString").asText());
        secrets.put(request.get("Name").asText(), new Stored(versions, labels(version)));
        return new Answer(200, JSON.createObjectNode().put("VersionId", version));
    }

    private static Answer value(JsonNode request, Stored stored) {
        String version = stored.labels().get(CURRENT);
        return new Answer(
                200,
                JSON.createObjectNode()
                        .put("Name", request.get("SecretId").asText())
                        .put("VersionId", version)
                        .put("SecretString", stored.versions().get(version)));
    }

    private static Answer put(JsonNode request, Stored stored) {
        String version = request.get("ClientRequestToken").asText();
        stored.versions().put(version, request.get("SecretString").asText());
        JsonNode stages = request.get("VersionStages");
        if (stages == null) {
            stored.labels().put(CURRENT, version);
        } else {
            stages.forEach(stage -> stored.labels().put(stage.asText(), version));
        }
        return new Answer(200, JSON.createObjectNode().put("VersionId", version));
    }

    private static Answer move(JsonNode request, Stored stored) {
        String label = request.get("VersionStage").asText();
        if (!request.get("RemoveFromVersionId").asText().equals(stored.labels().get(label))) {
            return refusal(400, "InvalidParameterException");
        }
        stored.labels().put(label, request.get("MoveToVersionId").asText());
        return new Answer(200, JSON.createObjectNode());
    }

    private Answer delete(JsonNode request) {
        if (!request.path("ForceDeleteWithoutRecovery").asBoolean()) {
            return refusal(400, "InvalidRequestException");
        }
        secrets.remove(request.get("SecretId").asText());
        return new Answer(200, JSON.createObjectNode());
    }

    private static Answer refusal(int status, String type) {
        return new Answer(status, JSON.createObjectNode().put("__type", type).put("message", "as the reference says"));
    }

    private static void answer(HttpExchange call, int status, String type, String body) throws IOException {
        try (call) {
            byte[] bytes = body.getBytes(UTF_8);
            call.getResponseHeaders().add("Content-Type", type);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }
}
