package dev.ingest.lake;

import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.lake.LakeCredentials.StorageKey;
import dev.ingest.lake.glue.GlueTables;
import java.net.URI;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;

/** Opens a destination's catalog. */
final class Catalogs {

    private static final int INITIALIZE_TRIES_MAX = 5;

    /** Iceberg plans with as many threads as there are processors; our work is on the caller's. Read once, when it loads. */
    private static final String WORKERS = "iceberg.worker.num-threads";

    private static final String WORKERS_DEFAULT = "2";

    private Catalogs() {}

    static OpenCatalog open(Destination destination, LakeCredentials credentials, Network network) {
        return switch (destination.kind()) {
            case JDBC ->
                jdbc(
                        destination,
                        () -> files(destination, credentials.storage(), network),
                        () -> new Connections(destination.uri(), login(destination, credentials), network.waits()));
            case REST -> {
                prepare();
                yield RestTables.open(destination, credentials, network);
            }
            case GLUE -> {
                prepare();
                yield glue(destination, credentials, network);
            }
        };
    }

    static FileIO files(Destination destination, Optional<StorageKey> key, Network network) {
        return destination.warehouse().startsWith("s3://") ? S3.files(destination, key, network) : new LocalFiles();
    }

    private static OpenCatalog glue(Destination destination, LakeCredentials credentials, Network network) {
        S3.SharedFiles files = S3.sharedFiles(destination, credentials.storage(), network);
        var catalog = new GlueTables(
                destination.catalogName(),
                destination.warehouse(),
                destination.properties().get(Destination.GLUE_ACCOUNT),
                client(destination, credentials, network),
                files);
        return new OpenCatalog(catalog, catalog, () -> {
            catalog.close();
            files.end();
        });
    }

    private static GlueClient client(Destination destination, LakeCredentials credentials, Network network) {
        GlueClientBuilder client = GlueClient.builder()
                .httpClientBuilder(S3.http(network))
                .credentialsProvider(S3.credentials(credentials.storage()))
                .overrideConfiguration(
                        limits -> limits.apiCallTimeout(network.waits().call()));
        Optional.ofNullable(destination.properties().get(Destination.GLUE_REGION))
                .map(Region::of)
                .ifPresent(client::region);
        if (!destination.uri().isEmpty()) {
            client.endpointOverride(URI.create(destination.uri()));
        }
        return client.build();
    }

    private static Optional<Login> login(Destination destination, LakeCredentials credentials) {
        return credentials.catalog().map(key -> switch (key) {
            case Login login -> login;
            case LakeCredentials.Token ignored ->
                throw new IllegalArgumentException("catalog %s: a token (expected: a database's user and password)"
                        .formatted(destination.catalogName()));
        });
    }

    private static void prepare() {
        if (System.getProperty(WORKERS) == null) {
            System.setProperty(WORKERS, WORKERS_DEFAULT);
        }
        FileFormats.register();
    }

    static OpenCatalog jdbc(Destination destination, Supplier<FileIO> files, Supplier<JdbcClientPool> connections) {
        prepare();
        var properties = new HashMap<>(destination.properties());
        properties.put(CatalogProperties.URI, destination.uri());
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, destination.warehouse());
        properties.put("jdbc.schema-version", "V1");
        for (int tries = 1; ; tries++) {
            var catalog = new JdbcCatalog(_ -> files.get(), _ -> connections.get(), true);
            try {
                catalog.initialize(destination.catalogName(), properties);
                return OpenCatalog.of(catalog);
            } catch (UncheckedSQLException e) {
                // two that open a new database at once both create its tables: one of them finds them the next time
                if (tries == INITIALIZE_TRIES_MAX) {
                    throw new LakeException(
                            "catalog %s: cannot open its database".formatted(destination.catalogName()), e);
                }
            }
        }
    }
}
