package dev.ingest.readers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Project Nessie's server as its makers publish it, with everything in memory. */
final class Nessie implements AutoCloseable {
    /** What it calls its warehouse. */
    static final String WAREHOUSE = "shop";

    private static final Duration START_MAX = Duration.ofMinutes(3);

    private final Child process;
    private final String url;

    private Nessie(Child process, String url) {
        this.process = process;
        this.url = url;
    }

    static Nessie start() {
        return start(Map.of());
    }

    /** As a catalog of tables in a warehouse, whose files it signs requests for. */
    static Nessie start(Warehouse warehouse) {
        String s3 = "nessie.catalog.service.s3.default-options.";
        return start(Map.of(
                "nessie.catalog.default-warehouse",
                WAREHOUSE,
                "nessie.catalog.warehouses." + WAREHOUSE + ".location",
                warehouse.root(),
                s3 + "endpoint",
                warehouse.store().endpoint(),
                s3 + "region",
                warehouse.store().region(),
                s3 + "path-style-access",
                "true",
                s3 + "access-key",
                "urn:nessie-secret:quarkus:keys-of-the-store",
                "keys-of-the-store.name",
                warehouse.store().accessKey(),
                "keys-of-the-store.secret",
                warehouse.store().secretKey()));
    }

    /** @param settings some are secret, so they are not on the command line, which is for all to read */
    private static Nessie start(Map<String, String> settings) {
        int port = Child.freePort();
        List<String> command = List.of(
                Engines.java().toString(),
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=0",
                "-Dnessie.version.store.type=IN_MEMORY",
                "-Dsmallrye.config.locations=" + file(settings).toUri(),
                "-jar",
                Engines.fetched("nessie").resolve("server.jar").toString());
        var nessie = new Nessie(Child.server("nessie", command, Map.of()), "http://127.0.0.1:" + port);
        nessie.process.await(nessie::isReady, START_MAX);
        return nessie;
    }

    private static Path file(Map<String, String> settings) {
        Path file = Engines.log("nessie").resolveSibling("nessie.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            var all = new Properties();
            all.putAll(settings);
            all.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    String url() {
        return url;
    }

    /** A branch that begins where the default one is. */
    void branch(String name) {
        post("/trees?type=BRANCH&name=" + name, """
                {"type": "BRANCH", "name": "main", "hash": "%s"}""".formatted(head("main")));
    }

    /** One commit that puts one table into a branch. */
    void table(String branch, String name) {
        post("/trees/" + branch + "@" + head(branch) + "/history/commit", """
                {"commitMeta": {"message": "add %1$s"}, "operations": [{"type": "PUT", "key": {"elements": ["%1$s"]},
                 "content": {"type": "ICEBERG_TABLE", "metadataLocation": "s3://lake/%1$s.json",
                             "snapshotId": 1, "schemaId": 0, "specId": 0, "sortOrderId": 0}}]}""".formatted(name));
    }

    /** The hash of a branch's last commit. */
    String head(String branch) {
        return Rest.call("GET", url + "/api/v2/trees/" + branch, "", "application/json", "")
                .expect(200)
                .json()
                .path("reference")
                .path("hash")
                .asText();
    }

    private JsonNode post(String path, String body) {
        return Rest.call("POST", url + "/api/v2" + path, "", "application/json", body)
                .expect(200)
                .json();
    }

    private boolean isReady() {
        try {
            return Rest.call("GET", url + "/api/v2/config", "", "application/json", "")
                            .status()
                    == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
