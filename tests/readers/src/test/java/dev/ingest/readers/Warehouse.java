package dev.ingest.readers;

import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import dev.ingest.lake.Lake;
import dev.ingest.lake.LakeCredentials;
import dev.ingest.lake.LakeCredentials.Login;
import dev.ingest.testkit.LocalStack;
import dev.ingest.testkit.ObjectStore;
import java.util.Map;
import java.util.Optional;

/**
 * A catalog and the warehouse under it, as a tenant's destination is.
 *
 * @param catalog the name that rows of the catalog's database are keyed by: the same in every client
 */
record Warehouse(String catalog, dev.ingest.testkit.Lake database, String root, ObjectStore store) {
    /** An empty one on the stack of this test run. */
    static Warehouse create(String name) {
        LocalStack stack = LocalStack.shared();
        return new Warehouse(name, stack.newLake(name), stack.newWarehouse(), stack.s3());
    }

    /** As our own writer opens it. */
    Lake open() {
        var destination = new Destination(
                catalog,
                CatalogKind.JDBC,
                database.jdbcUrl(),
                root,
                Map.of(
                        Destination.S3_ENDPOINT,
                        store.endpoint(),
                        Destination.S3_PATH_STYLE,
                        "true",
                        Destination.REGION,
                        store.region()));
        return Lake.open(
                destination,
                new LakeCredentials(
                        Optional.of(new Login(database.user(), database.password())),
                        Optional.of(new Login(store.accessKey(), store.secretKey()))));
    }
}
