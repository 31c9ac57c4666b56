package dev.ingest.readers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Project Nessie's server as its makers publish it, with everything in memory. */
final class Nessie implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(3);

    private final Child process;
    private final String url;

    private Nessie(Child process, String url) {
        this.process = process;
        this.url = url;
    }

    static Nessie start() {
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
                "-jar",
                Engines.fetched("nessie").resolve("server.jar").toString());
        var nessie = new Nessie(Child.server("nessie", command, Map.of()), "http://127.0.0.1:" + port);
        nessie.process.await(nessie::isReady, START_MAX);
        return nessie;
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
