package dev.ingest.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Trino server of one node, on loopback, asked over its own HTTP protocol. */
final class Trino implements Engine {
    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final Duration CALL_MAX = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 250;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final URI url;
    private final String catalog;
    private final Thread stopAtExit;

    private Trino(Process process, Path log, int port, String catalog) {
        this.process = process;
        this.log = log;
        this.url = URI.create("http://127.0.0.1:" + port);
        this.catalog = catalog;
        this.stopAtExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stopAtExit);
    }

    static Trino start(Warehouse warehouse) {
        Path log = Engines.log("trino");
        try {
            Path server = TrinoFiles.unpacked(Engines.fetched("trino"));
            int port = freePort();
            Path folder = Files.createTempDirectory(log.getParent(), "trino-");
            TrinoFiles.write(folder, server, port, warehouse);
            var trino = new Trino(
                    new ProcessBuilder(command(folder, server))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.to(log.toFile()))
                            .start(),
                    log,
                    port,
                    warehouse.catalog());
            trino.awaitReady();
            return trino;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        JsonNode page = send(request(url.resolve("/v1/statement")).POST(BodyPublishers.ofString(sql)));
        while (true) {
            if (page.has("error")) {
                throw new IllegalStateException("Trino refuses %s: %s"
                        .formatted(sql, page.path("error").path("message").asText()));
            }
            for (JsonNode values : page.path("data")) {
                rows.add(row(page.path("columns"), values));
            }
            if (!page.has("nextUri")) {
                return rows;
            }
            page = send(request(URI.create(page.path("nextUri").asText())).GET());
        }
    }

    @Override
    public String asOf(long snapshotId) {
        return " for version as of " + snapshotId;
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
            var _ = Runtime.getRuntime().removeShutdownHook(stopAtExit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Trino stops", e);
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("Trino does not start, see " + log);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while Trino starts", e);
            }
        }
    }

    /** It refuses connections first, then answers that it is starting. */
    private boolean answers() {
        try {
            HttpResponse<String> info =
                    http.send(request(url.resolve("/v1/info")).GET().build(), BodyHandlers.ofString());
            return info.statusCode() == 200
                    && !JSON.readTree(info.body()).path("starting").asBoolean(true);
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Trino starts", e);
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "Trino answers %d: %s".formatted(response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("Trino does not answer, see " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Trino answers", e);
        }
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(CALL_MAX)
                .header("X-Trino-User", "reader")
                .header("X-Trino-Catalog", catalog);
    }

    private static String row(JsonNode columns, JsonNode values) {
        ObjectNode row = JSON.createObjectNode();
        for (int i = 0; i < columns.size(); i++) {
            // As Spark writes a row: without what is null.
            if (!values.get(i).isNull()) {
                row.set(columns.get(i).path("name").asText(), values.get(i));
            }
        }
        return row.toString();
    }

    private static List<String> command(Path folder, Path server) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC",
                "-Djdk.attach.allowAttachSelf=true",
                "--add-modules=jdk.incubator.vector",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dconfig=" + folder.resolve("config.properties"),
                "-cp",
                server + "/lib/*",
                "io.trino.server.TrinoServer");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
