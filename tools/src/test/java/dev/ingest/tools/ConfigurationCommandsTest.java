package dev.ingest.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingest.connector.ConfigText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that says what the control plane would; what it says is tested beside it. */
class ConfigurationCommandsTest {
    private static final String SAME = """
            {"tag":"t1","dryRun":true,"things":[{"kind":"pipelines","name":"shop","action":"UNCHANGED","fields":{}}]}""";
    private static final String OTHER = """
            {"tag":"t1","dryRun":true,"things":[{"kind":"connectors","name":"shop","action":"CREATED","fields":{"name":{"to":"shop"}}},
             {"kind":"pipelines","name":"shop","action":"CHANGED","fields":{"schedule":{"from":"daily","to":"weekly"}}}]}""";

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer server;
    private String answer = SAME;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add("%s %s %s %s"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI(),
                                exchange.getRequestHeaders().getFirst("If-Match"),
                                body));
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ConfigurationCommands commands() {
        return commands(
                Map.of("INGEST_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/", "INGEST_TOKEN", "t"));
    }

    private ConfigurationCommands commands(Map<String, String> environment) {
        return new ConfigurationCommands(
                new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8)),
                environment,
                new ByteArrayInputStream("ingest: 1\n".getBytes(StandardCharsets.UTF_8)));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void applyComparesAndChangesWhatItSaw() throws IOException {
        file("shop.yaml", "version: 6.0.0\n# a manifest\n");
        String file = file("all.yaml", """
                ingest: 1
                connectors: [{ name: shop, manifestFile: shop.yaml }]
                pipelines: [{ name: shop, config: { start_date: 2026-01-01 } }]
                """);
        answer = OTHER;

        commands().apply(List.of("-f", file));

        String document =
                "{\"ingest\":1,\"connectors\":[{\"name\":\"shop\",\"manifest\":\"version: 6.0.0\\n# a manifest\\n\"}],"
                        + "\"pipelines\":[{\"name\":\"shop\",\"config\":{\"start_date\":\"2026-01-01\"}}]}";
        assertThat(asked)
                .containsExactly(
                        "POST /api/v1/configuration?dryRun=true null " + document,
                        "POST /api/v1/configuration \"t1\" " + document);
        assertThat(said()).isEqualTo("""
                created    connectors shop
                changed    pipelines shop
                    schedule: daily → weekly
                """);
    }

    @Test
    void whereNothingDiffersNothingIsSentAgainAndDiffSaysNothing() throws IOException {
        String file = file("all.yaml", "ingest: 1\n");

        assertThat(commands().diff(List.of("-f", file))).isZero();
        assertThat(said()).isEmpty();
        commands().apply(List.of("-f", file));

        assertThat(asked).hasSize(2).allMatch(request -> request.contains("dryRun=true"));
        assertThat(said()).isEqualTo("unchanged  pipelines shop\n");
    }

    @Test
    void diffEndsWithOneWhereSomethingDiffers() throws IOException {
        answer = OTHER;

        assertThat(commands().diff(List.of("-f", file("all.yaml", "ingest: 1\n"))))
                .isEqualTo(1);

        assertThat(said()).contains("created    connectors shop", "schedule: daily → weekly");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--seen t1");
        assertThat(Main.run(List.of("diff"), out, new PrintStream(err))).isEqualTo(2);
    }

    @Test
    void whatWasSeenByDiffIsWhatApplyAsksFor() throws IOException {
        commands().apply(List.of("-f", file("all.yaml", "ingest: 1\n"), "--seen", "t0"));

        assertThat(asked).last().asString().contains("\"t0\"");
    }

    @Test
    void mistakeIsToldWithItsFileAndItsPlaceInThatFile() throws IOException {
        String one = file("one.yaml", "ingest: 1\nsources: [{ name: a }]\n");
        String two = file("two.yaml", "ingest: 1\nsources: [{ name: b }, { name: c }]\n");
        status = 400;
        answer = "{\"detail\":\"sources[2].namespace: is missing (expected string); pipeline: is not a property\"}";

        assertThatThrownBy(() -> commands().apply(List.of("-f", one, "-f", two)))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "%s: sources[1].namespace: is missing (expected string)\n%s, %s: pipeline: is not a property"
                                .formatted(two, one, two));
    }

    @Test
    void filesAndEnvironmentThatAreWrongAreNamed() throws IOException {
        String broken = file("broken.yaml", "ingest: 1\npipelines: [\n");
        String bare = file("bare.yaml", "pipelines: []\n");
        String lost = file("lost.yaml", "ingest: 1\nconnectors: [{ name: a, manifestFile: nope.yaml }]\n");

        assertThatThrownBy(() -> commands().apply(List.of("-f", broken))).hasMessageStartingWith(broken + ": ");
        assertThatThrownBy(() -> commands().apply(List.of("-f", bare)))
                .hasMessage(bare + ": ingest: is missing (expected ingest: 1, the version of the format)");
        assertThatThrownBy(() -> commands().apply(List.of("-f", lost)))
                .hasMessageContaining("nope.yaml: there is no such file");
        assertThatThrownBy(() -> commands().apply(List.of())).hasMessageStartingWith("no file given (expected -f FILE");
        assertThatThrownBy(() -> commands().apply(List.of("-x", "y"))).hasMessageStartingWith("'-x' (expected -f FILE");
        assertThatThrownBy(() -> commands(Map.of()).export(List.of())).hasMessageStartingWith("INGEST_URL: is not set");
        status = 404;
        answer = "{\"detail\":\"a thing 'x' does not exist\"}";
        assertThatThrownBy(() -> commands().get(List.of("pipelines", "x"))).hasMessage("a thing 'x' does not exist");
        answer = "<html>";
        assertThatThrownBy(() -> commands().export(List.of()))
                .hasMessageContaining("does not answer as a control plane");
    }

    @Test
    void standardInputIsAFileToo() {
        commands().apply(List.of("-f", "-"));

        assertThat(asked.getFirst()).endsWith("{\"ingest\":1}");
    }

    @Test
    void exportIsADocumentThatApplyReads() {
        answer =
                "{\"ingest\":1,\"pipelines\":[{\"name\":\"shop\",\"version\":2,\"streams\":[{\"name\":\"items\",\"key\":[]}]}]}";

        commands().get(List.of("pipelines", "shop"));

        assertThat(asked.getFirst()).startsWith("GET /api/v1/configuration?kind=pipelines&name=shop ");
        assertThat(said()).isEqualTo("""
                ingest: 1
                pipelines:
                - name: shop
                  version: 2
                  streams:
                  - name: items
                    key: []
                """);
    }

    /** What a writer of YAML and a reader of it may disagree about. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "on",
                "2026-01-01",
                "1e3",
                "0x1F",
                "null",
                "~",
                "a: b",
                "# no comment",
                "- a",
                "'\"\\",
                " a ",
                "a\nb\n",
                "a\n\n\n",
                "\n  a\n b",
                "\ta",
                "trailing \n",
                "größe 管道 🙂",
                "{{ config['x'] }}",
                "%",
                "@",
                "`",
                "!!str",
                "1_000",
                "12:30:45",
                "a\r\nb",
                "\u0007",
                "\u0085",
                "\uFEFFa",
                "=",
                "<<"
            })
    void textOfEveryKindComesBackFromAnExport(String text) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("ingest", 1L);
        document.put("connectors", new ArrayList<>(List.of(Map.of("manifest", text))));

        assertThat(ConfigText.parse(YamlOut.text(document))).isEqualTo(document);
    }
}
