package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ingest.connector.http.HttpSession;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.read.PageSink;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Loads every manifest of the folder that INGEST_MANIFESTS names (property or environment), makes a configuration of its
 * specification and the first requests of each of its streams. The table of what came of it is foreign-manifests.txt: printed
 * on the console by a whole build, compared where the folder is; an exception has its reason in it.
 */
class ForeignManifestsTest {
    private static final Path TABLE = Path.of("src", "test", "resources", "foreign-manifests.txt");
    private static final Pattern NONE = Pattern.compile("(^|[^A-Za-z0-9])None($|[^A-Za-z0-9])");

    /** One manifest's line of the table. */
    private record Line(String name, Optional<String> refused, int streams, List<String> problems) {}

    @Test
    void everyManifestLoadsAndAsksWellFormedQuestionsOrIsRefusedByName() throws IOException {
        List<String> expected = Files.readAllLines(TABLE);
        assertThat(expected.stream().filter(row -> !isGood(row)))
                .as("rows without a reason")
                .isEmpty();
        Optional<String> folder = Optional.ofNullable(System.getProperty("INGEST_MANIFESTS"))
                .or(() -> Optional.ofNullable(System.getenv("INGEST_MANIFESTS")));
        System.out.println(ForeignManifestsTable.of(expected, folder.isPresent()));
        assumeThat(folder).isPresent();
        List<String> rows = new ArrayList<>();
        for (Path manifest : manifests(Path.of(folder.orElseThrow()))) {
            rows.add(row(line(manifest)));
        }
        Files.write(Path.of("target", "foreign-manifests.txt"), rows);
        assertThat(rows)
                .containsExactlyElementsOf(expected.stream()
                        .filter(row -> !row.startsWith("#"))
                        .map(row -> row.replaceFirst(" \\[because .*]$", ""))
                        .toList());
    }

    /** Loaded, refused for its Python class, or an exception with its reason. */
    private static boolean isGood(String row) {
        return row.startsWith("#")
                || row.matches("\\S+ \\| \\d+ streams \\| first requests are well-formed")
                || row.matches("\\S+ \\| refused \\| \\S+: class_name \\S+ .*")
                || row.matches(".* \\[because .+]");
    }

    private static Line line(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".yaml", "");
        String text = Files.readString(file);
        try {
            Connector connector = Connector.load(text);
            List<String> problems = new ArrayList<>();
            for (StreamInfo stream : connector.streams()) {
                problem(connector, text, stream.name()).ifPresent(each -> problems.add(stream.name() + ": " + each));
            }
            return new Line(name, Optional.empty(), connector.streams().size(), problems);
        } catch (ManifestException refused) {
            return new Line(name, Optional.of(String.valueOf(refused.getMessage())), 0, List.of());
        }
    }

    /** What is wrong with the first requests of a stream. */
    private static Optional<String> problem(Connector connector, String text, String stream) {
        Map<String, @Nullable Object> config = SpecConfig.of(connector.spec());
        AnsweringClient client = new AnsweringClient(AnyAnswer.of(text));
        TestTime time = new TestTime();
        time.pass(Duration.ofNanos(123_456_000)); // a whole second is written in another form
        HttpSession http = HttpSession.create(time.options().withAllowed((host, port) -> true), new Random(1))
                .withClient(client);
        try (ConnectorSession session = new ConnectorSession(http)) {
            ConfiguredConnector configured = connector.configured(config, session, TestTime.deadline());
            List<Slice> slices = configured.plan(stream, Optional.empty());
            if (slices.isEmpty()) {
                return Optional.of("no slices");
            }
            SliceResult result = configured.read(stream, slices.getFirst(), page -> PageSink.Flow.STOP);
            Optional<String> malformed = client.requests().stream()
                    .flatMap(ForeignManifestsTest::malformed)
                    .findFirst();
            if (malformed.isPresent()) {
                return malformed;
            }
            return client.requests().isEmpty() ? Optional.of("no request: " + result) : Optional.empty();
        } catch (ReadException failed) {
            return Optional.of(failed.kind() + " " + failed.reason());
        }
    }

    private static Stream<String> malformed(HttpRequest request) {
        URI uri = request.uri();
        String text = URLDecoder.decode(uri.toString(), StandardCharsets.UTF_8);
        boolean good = uri.isAbsolute()
                && uri.getHost() != null
                && !text.contains("{{")
                && !NONE.matcher(text).find();
        return good ? Stream.empty() : Stream.of("asks " + text);
    }

    private static String row(Line line) {
        return line.refused()
                .map(reason -> line.name() + " | refused | " + reason)
                .orElseGet(() -> line.name() + " | " + line.streams() + " streams | "
                        + (line.problems().isEmpty()
                                ? "first requests are well-formed"
                                : String.join("; ", line.problems())));
    }

    private static List<Path> manifests(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
