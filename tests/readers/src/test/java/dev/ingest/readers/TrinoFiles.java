package dev.ingest.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
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

    static void write(Path folder, Path server, int port, Warehouse warehouse) throws IOException {
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
                """.formatted(
                        port, port, plugins(folder, server), folder.resolve("catalog")));
        Path catalogs = Files.createDirectory(folder.resolve("catalog"));
        Path file = Files.createFile(
                catalogs.resolve(warehouse.catalog() + ".properties"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, catalog(warehouse));
    }

    /** Of some sixty plug-ins the one that reads Iceberg: each would take its part of the start. */
    private static Path plugins(Path folder, Path server) throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        var _ = Files.createSymbolicLink(plugins.resolve("iceberg"), server.resolve("plugin/iceberg"));
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
