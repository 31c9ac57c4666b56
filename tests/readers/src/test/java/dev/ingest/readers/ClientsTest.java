package dev.ingest.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Programs that nobody here wrote post to the gateway. */
@Tag("all")
@Tag("clients")
@TestInstance(Lifecycle.PER_CLASS)
class ClientsTest {
    private final Python python = Python.withClients();

    @AutoClose
    private final Gateway gateway = new Gateway();

    private final Map<String, String> environment = Map.of(
            "GATEWAY", gateway.url(),
            "PRODUCER", gateway.token("producer"),
            "CONSUMER", gateway.token("consumer"),
            "QUERY_LOG", gateway.token("query-log"));

    @Test
    void theFeatureStoresPublicClientIngestsAndReads() {
        python.run(
                "feature-store-client",
                environment,
                "python",
                Python.client("feature_store.py").toString(),
                gateway.url());
        assertThat(Python.said("feature-store-client"))
                .filteredOn(line -> line.startsWith("ok "))
                .hasSize(15);
    }

    @Test
    void theDocumentationsPythonRuns() throws IOException {
        Matcher snippet = Pattern.compile("^```python\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(Engines.repository().resolve("docs/gateway.md")));
        assertThat(snippet.find()).isTrue();
        Path file = Files.writeString(Engines.log("snippet").resolveSibling("snippet.py"), snippet.group(1));
        python.run("snippet", environment, "python", file.toString());
        assertThat(Python.said("snippet")).singleElement().asString().contains("\"status\":\"success\"");
    }

    /** Posts what the document allows and what it does not; looks for 5xx, and for answers that the document does not have. */
    @Test
    void postsMadeFromTheDocumentFindNoDefect() {
        fuzz("ingest", "/api/v1/ingest", "Authorization: Snowflake Token=\"" + environment.get("PRODUCER") + "\"");
        fuzz("query", "/api/v1/query", "Authorization: Snowflake Token=\"" + environment.get("CONSUMER") + "\"");
        for (String door : new String[] {"/ingest/push/queries", "/ingest/push/trino", "/api/v1/lineage"}) {
            fuzz(door.substring(door.lastIndexOf('/') + 1), door, "X-Ryft-Token: " + environment.get("QUERY_LOG"));
        }
    }

    private void fuzz(String name, String path, String token) {
        python.run(
                "schemathesis-" + name,
                environment,
                "schemathesis",
                "run",
                gateway.url() + "/q/openapi?format=json",
                "--url=" + gateway.url(),
                "--include-path=" + path,
                "--header=" + token,
                "--max-examples=100",
                "--seed=1",
                "--checks=not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance");
    }
}
