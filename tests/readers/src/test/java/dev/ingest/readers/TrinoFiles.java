package dev.ingest.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The configuration of a Trino server of one node, with one Iceberg catalog. */
final class TrinoFiles {
    private TrinoFiles() {}

    /** The server's folder, unpacked from its archive the first time. */
    static Path unpacked(Path engine) throws IOException {
        Path server = engine.resolve("server");
        if (!Files.isDirectory(server)) {
            Path fresh = Files.createTempDirectory(engine, "unpacking-");
            Engines.run(
                    List.of(
                            "tar",
                            "--extract",
                            "--file=" + engine.resolve("server.tar.gz"),
                            "--directory=" + fresh,
                            "--strip-components=1"),
                    Engines.log("unpack-trino"));
            var _ = Files.move(fresh, server, StandardCopyOption.ATOMIC_MOVE);
        }
        return server;
    }

    static void write(Path folder, Path server, int port, Warehouse warehouse, List<String> listeners)
            throws IOException {
        Files.writeString(folder.resolve("config.properties"), """
                coordinator=true
                node-scheduler.include-coordinator=true
                node.environment=test
                node.bind-ip=127.0.0.1
                node.internal-address=127.0.0.1
                http-server.http.port=%d
                discovery.uri=http://127.0.0.1:%d
                plugin.dir=%s
                catalog.config-dir=%s
                query.max-memory=256MB
                query.max-memory-per-node=256MB
                %s
                """.formatted(
                        port, port, plugins(folder, server), folder.resolve("catalog"), listeners(folder, listeners)));
        Path catalogs = Files.createDirectory(folder.resolve("catalog"));
        secret(catalogs.resolve(warehouse.catalog() + ".properties"), catalog(warehouse));
    }

    private static String listeners(Path folder, List<String> listeners) throws IOException {
        List<String> files = new ArrayList<>();
        for (String listener : listeners) {
            Path file = folder.resolve("listener-%d.properties".formatted(files.size()));
            secret(file, listener);
            files.add(file.toString());
        }
        return files.isEmpty() ? "" : "event-listener.config-files=" + String.join(",", files);
    }

    private static void secret(Path path, String text) throws IOException {
        Path file = Files.createFile(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** Of some sixty plug-ins the one that reads Iceberg and those that tell of queries: each would take its part of the start. */
    private static Path plugins(Path folder, Path server) throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        for (String plugin : List.of("iceberg", "http-event-listener", "openlineage")) {
            var _ = Files.createSymbolicLink(
                    plugins.resolve(plugin), server.resolve("plugin").resolve(plugin));
        }
        return plugins;
    }

    private static String catalog(Warehouse warehouse) {
        return """
                connector.name=iceberg
                iceberg.catalog.type=jdbc
                iceberg.jdbc-catalog.catalog-name=%s
                iceberg.jdbc-catalog.driver-class=org.postgresql.Driver
                iceberg.jdbc-catalog.connection-url=%s
                iceberg.jdbc-catalog.connection-user=%s
                iceberg.jdbc-catalog.connection-password=%s
                iceberg.jdbc-catalog.schema-version=V1
                iceberg.jdbc-catalog.default-warehouse-dir=%s
                fs.native-s3.enabled=true
                s3.endpoint=%s
                s3.region=%s
                s3.path-style-access=true
                s3.aws-access-key=%s
                s3.aws-secret-key=%s
                """.formatted(
                        warehouse.catalog(),
                        warehouse.database().jdbcUrl(),
                        warehouse.database().user(),
                        warehouse.database().password(),
                        warehouse.root(),
                        warehouse.store().endpoint(),
                        warehouse.store().region(),
                        warehouse.store().accessKey(),
                        warehouse.store().secretKey());
    }
}
