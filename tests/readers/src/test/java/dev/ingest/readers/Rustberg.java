package dev.ingest.readers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A REST catalog that shares no code with Iceberg's own: Rustberg, in Rust, with its tables in memory. */
final class Rustberg implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(1);

    private final Child process;
    private final String url;
    private final String token;

    private Rustberg(Child process, String url, String token) {
        this.process = process;
        this.url = url;
        this.token = token;
    }

    /** With tables anywhere under the warehouse. */
    static Rustberg start(Warehouse warehouse) {
        Path folder = Engines.log("rustberg").resolveSibling("rustberg");
        Engines.run(
                List.of("sh", Engines.file("rustberg", "fetch.sh").toString(), folder.toString()),
                Engines.log("fetch-rustberg"));
        int port = Child.freePort();
        String token = "rb_" + UUID.randomUUID().toString().replace("-", "");
        Child process = Child.server(
                "rustberg",
                List.of(
                        folder.resolve("bin/rustberg").toString(),
                        "--config",
                        file(folder, port, warehouse).toString(),
                        "--insecure-http"),
                Map.of(
                        "RUSTBERG_KEY",
                        token,
                        "STORE_KEY",
                        warehouse.store().accessKey(),
                        "STORE_SECRET",
                        warehouse.store().secretKey()));
        var rustberg = new Rustberg(process, "http://127.0.0.1:" + port, token);
        process.await(rustberg::isReady, START_MAX);
        return rustberg;
    }

    private static Path file(Path folder, int port, Warehouse warehouse) {
        try {
            return Files.writeString(folder.resolve("rustberg.toml"), """
                    [server]
                    host = "127.0.0.1"
                    port = %d
                    [[server.auth.api_keys]]
                    name = "ingest"
                    tenant = "default"
                    roles = ["admin"]
                    key_env = "RUSTBERG_KEY"
                    [storage]
                    catalog_url = "memory://"
                    warehouse_location = "%s"
                    location_scope = "warehouse"
                    [storage.properties]
                    "s3.endpoint" = "%s"
                    "s3.region" = "%s"
                    "s3.path-style-access" = "true"
                    "s3.access-key-id" = "env:STORE_KEY"
                    "s3.secret-access-key" = "env:STORE_SECRET"
                    [rate_limit]
                    enabled = false
                    [audit]
                    sink = "none"
                    """.formatted(
                            port,
                            warehouse.root(),
                            warehouse.store().endpoint(),
                            warehouse.store().region()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    String token() {
        return token;
    }

    private boolean isReady() {
        try {
            return Rest.call("GET", url + "/v1/config", token, "application/json", "")
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
