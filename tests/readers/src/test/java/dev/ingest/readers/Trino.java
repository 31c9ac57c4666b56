package dev.ingest.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A Trino server of one node, on loopback, asked over its own HTTP protocol. */
final class Trino implements Engine {
    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final Duration CALL_MAX = Duration.ofMinutes(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Child process;
    private static final String NO_NODES = "No nodes available to run query";
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

    private final URI url;
    private final String catalog;

    private Trino(Child process, int port, String catalog) {
        this.process = process;
        this.url = URI.create("http://127.0.0.1:" + port);
        this.catalog = catalog;
    }

    static Trino start(Warehouse warehouse) {
        return start(warehouse, List.of());
    }

    /** @param listeners the configuration of each event listener */
    static Trino start(Warehouse warehouse, List<String> listeners) {
        try {
            Path server = TrinoFiles.unpacked(Engines.fetched("trino"));
            int port = Child.freePort();
            Path folder = Files.createTempDirectory(Engines.log("trino").getParent(), "trino-");
            TrinoFiles.write(folder, server, port, warehouse, listeners);
            var trino = new Trino(Child.server("trino", command(folder, server), Map.of()), port, warehouse.catalog());
            trino.process.await(trino::answers, START_MAX);
            return trino;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For some seconds after its start Trino's scheduler does not know the one node there is: that is waited out, nothing else. */
    @Override
    public List<String> query(String sql) {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                return answer(sql);
            } catch (IllegalStateException refused) {
                if (!String.valueOf(refused.getMessage()).endsWith(NO_NODES) || System.nanoTime() > end) {
                    throw refused;
                }
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            }
        }
    }

    private List<String> answer(String sql) {
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
        process.close();
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
            throw new UncheckedIOException("Trino does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Trino answers", e);
        }
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(CALL_MAX)
                .header("X-Trino-User", "reader")
                .header("X-Trino-Client-Tags", "readers,events")
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
                Engines.java().toString(),
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
}
