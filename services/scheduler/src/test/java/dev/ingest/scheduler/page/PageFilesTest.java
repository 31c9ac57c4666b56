package dev.ingest.scheduler.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.scheduler.stack.Api;
import dev.ingest.scheduler.stack.Eventually;
import dev.ingest.scheduler.stack.SchedulerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The page's files: small, from here only, and nothing that its own policy forbids. */
@SchedulerTest
class PageFilesTest {
    private static final int FIRST_LOAD_BYTES_MAX = 100_000;
    private static final Path FILES = Path.of("src/main/resources/META-INF/resources");
    private static final Pattern REFERENCE =
            Pattern.compile("(?:src|href)=\"(/[^\"]+)\"|from '([^']+)'|import '([^']+)'");
    private static final List<String> FIRST_PAGE = List.of("/", "/pages/overview.js", "/pages/overview.css");

    private static final Pattern URI_LABEL =
            Pattern.compile("http_server_requests_seconds_count\\{[^}]*uri=\"([^\"]*)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void overviewsFirstLoadIsUnder100KilobytesPacked() throws Exception {
        Deque<String> open = new ArrayDeque<>(FIRST_PAGE);
        Set<String> loaded = new LinkedHashSet<>();
        int bytes = 0;
        while (!open.isEmpty()) {
            String path = open.pop();
            if (!loaded.add(path)) {
                continue;
            }
            byte[] packed = packed(path);
            bytes += packed.length;
            REFERENCE.matcher(text(packed)).results().forEach(found -> {
                String reference = Stream.of(found.group(1), found.group(2), found.group(3))
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElseThrow();
                open.add(URI.create(path).resolve(reference).getPath());
            });
        }

        assertThat(loaded).contains("/app/app.js", "/app/parts/states.js", "/app/style/tokens.css");
        assertThat(bytes).as("%s", loaded).isLessThan(FIRST_LOAD_BYTES_MAX);
    }

    @Test
    void policyAllowsNothingFromElsewhereNothingInlineAndNoFrame() throws Exception {
        HttpResponse<byte[]> page = get("/");

        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http:", "https:", "data:", "*");
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @Test
    void everyFileComesWithThePolicyAndIsAskedForAgainAfterAnUpgrade() throws Exception {
        for (Path file : files()) {
            HttpResponse<byte[]> answer = get("/" + FILES.relativize(file));
            assertThat(answer.statusCode()).as(file.toString()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("max-age=0");
        }
    }

    @Test
    void noFileNamesAnotherHostOrWritesMarkupOrStyleOfItsOwn() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
            assertThat(text)
                    .as(file.toString())
                    .doesNotContainPattern("(https?|wss?)://\\w")
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(")
                    .doesNotContainPattern("[ \"']on(click|load|error)=")
                    .doesNotContain("new Function", " style=\"", "javascript:");
        }
    }

    /** Whoever counts calls by path has few paths, however many files and tables there are: beyond a limit, paths are not measured at all. */
    @Test
    void callsAreMeasuredUnderPathsThatNameNeitherFilesNorTables() throws Exception {
        for (Path file : files()) {
            get("/" + FILES.relativize(file));
        }
        String analyst = "analyst@demo";
        for (String path : List.of(
                "tables", "tables/shop/measured/rows", "queries/measured", "dead-letters/shop/measured/1/record")) {
            assertThat(Api.as(analyst).get("/reading/v1/" + path).status()).isEqualTo(200);
        }

        Set<String> paths =
                Eventually.when(PageFilesTest::measured, found -> found.contains("/reading/v1/dead-letters"));

        assertThat(paths)
                .contains("/app", "/pages", "/reading/v1/tables", "/reading/v1/queries")
                .noneMatch(path -> path.contains("measured") || path.endsWith(".js") || path.endsWith(".css"));
        String most =
                ConfigProvider.getConfig().getValue("quarkus.micrometer.binder.http-server.max-uri-tags", String.class);
        assertThat(Integer.parseInt(most)).as("calls that there are").isGreaterThan(5 * paths.size());
    }

    private static Set<String> measured() {
        return URI_LABEL
                .matcher(Api.as("operator").get("/q/metrics").text())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(FILES)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(Browser.base() + path))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private byte[] packed(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).as(path).hasValue("gzip");
        return answer.body();
    }

    private static String text(byte[] packed) throws IOException {
        var text = new ByteArrayOutputStream();
        try (var unpacked = new GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
            unpacked.transferTo(text);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
