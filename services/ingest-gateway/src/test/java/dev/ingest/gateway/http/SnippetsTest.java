package dev.ingest.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/gateway.md shows runs as it is printed. Its Python is run with other clients of that language, in tests/readers. */
@QuarkusTest
@WithTestResource(GatewayStack.class)
class SnippetsTest {
    private static final Path DOCUMENT = Path.of("../../docs/gateway.md");
    private static final long MINUTES_MAX = 5;

    @ConfigProperty(name = "test.url")
    String base;

    @TempDir
    Path folder;

    @Test
    void curl() throws IOException, InterruptedException {
        assumeTrue(onPath("curl") && onPath("bash"), "curl and bash are there");
        List<String> snippets = snippets("bash");
        assertThat(snippets).hasSize(3);
        assertThat(run("bash", "-c", snippets.get(0))).contains("\"status\":\"success\"", "\"failed\":0");
        assertThat(run("bash", "-c", snippets.get(1))).contains("\"status\":\"success\"", "/checkout");
        assertThat(run("bash", "-c", snippets.get(2))).isEqualTo("{}");
    }

    @Test
    void java() throws IOException, InterruptedException {
        List<String> snippets = snippets("java");
        assertThat(snippets).hasSize(1);
        Path source = Files.writeString(folder.resolve("Snippet.java"), snippets.getFirst());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertThat(run(java.toString(), source.toString())).contains("\"status\":\"success\"", "\"failed\":0");
    }

    private static List<String> snippets(String language) throws IOException {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.to(out.toFile()));
        builder.environment().put("GATEWAY", base);
        builder.environment().put("PRODUCER", SchedulerStandIn.PRODUCER);
        builder.environment().put("CONSUMER", SchedulerStandIn.CONSUMER);
        builder.environment().put("QUERY_LOG", SchedulerStandIn.QUERY_LOG);
        Process process = builder.start();
        boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        process.destroy();
        String said = Files.readString(out);
        assertThat(ended && process.exitValue() == 0).as(said).isTrue();
        return said;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
