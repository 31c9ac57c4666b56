package dev.ingest.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The document that others build clients from is the one that the code makes, and what it shows works. */
@QuarkusTest
@WithTestResource(GatewayStack.class)
class OpenApiTest {
    private static final Path CHECKED_IN = Path.of("../../docs/openapi/ingest-gateway.yaml");
    private static final Path GENERATED = Path.of("target/openapi/ingest-gateway.yaml");

    @ConfigProperty(name = "test.url")
    String base;

    @Test
    void theDocumentInTheRepositoryIsTheGeneratedOne() throws IOException, InterruptedException {
        String generated = document("yaml");
        Files.createDirectories(GENERATED.getParent());
        Files.writeString(GENERATED, generated);
        assertThat(CHECKED_IN).exists();
        assertThat(generated)
                .as("docs/openapi/ingest-gateway.yaml; the generated one is services/ingest-gateway/%s", GENERATED)
                .isEqualTo(Files.readString(CHECKED_IN));
    }

    @Test
    void everyExampleOfTheDocumentIsAccepted() throws IOException, InterruptedException {
        JsonNode document = new ObjectMapper().readTree(document("json"));
        int examples = 0;
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (JsonNode example : examples(document, path.getValue())) {
                Door.Answer answer = new Door(base)
                        .post(path.getKey(), example.get("value").toString().getBytes(UTF_8), headers(path.getKey()));
                assertThat(answer.status())
                        .as("%s %s: %s", path.getKey(), example, answer.json())
                        .isEqualTo(200);
                examples++;
            }
        }
        assertThat(examples).isEqualTo(8);
    }

    private static JsonNode examples(JsonNode document, JsonNode path) {
        String ref = path.at("/post/requestBody/$ref").asText();
        return document.at(ref.substring(1)).at("/content/application~1json/examples");
    }

    private static Map<String, String> headers(String path) {
        String json = "application/json";
        if (path.endsWith("ingest")) {
            return Map.of("Content-Type", json, "Authorization", snowflake(SchedulerStandIn.PRODUCER));
        }
        return path.endsWith("query")
                ? Map.of("Content-Type", json, "Authorization", snowflake(SchedulerStandIn.CONSUMER))
                : Map.of("Content-Type", json, "X-Ryft-Token", SchedulerStandIn.QUERY_LOG);
    }

    private static String snowflake(String token) {
        return "Snowflake Token=\"" + token + "\"";
    }

    private String document(String format) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(base + "/q/openapi?format=" + format))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
