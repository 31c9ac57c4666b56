package dev.ingest.writer.drain;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.destination.LakeSettings;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import dev.ingest.lake.TableId;
import dev.ingest.platform.secret.SecretStore;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tenants' own destinations, with credentials that may be wrong and catalogs that others write. */
@Singleton
final class Own {
    private static final String WRONG = "not the one";

    private final Service writer;
    private final LakeSettings platform;
    private final SecretStore secrets;

    Own(Service writer, LakeSettings platform, SecretStore secrets) {
        this.writer = writer;
        this.platform = platform;
        this.secrets = secrets;
    }

    DestinationSpec of(Tenant tenant) {
        Map<String, String> properties = Map.of(
                "uri",
                platform.jdbcUrl(),
                "catalog",
                catalog(tenant),
                "warehouse",
                platform.warehouse() + "/" + catalog(tenant),
                "s3.endpoint",
                platform.endpoint().orElseThrow(),
                "s3.region",
                platform.region().orElseThrow(),
                "s3.path-style-access",
                "true");
        var own = new DestinationSpec("own", "jdbc", properties, Optional.of("warehouse"));
        writer.allow(tenant.id(), own);
        return own;
    }

    private static String catalog(Tenant tenant) {
        return "own-" + tenant.id();
    }

    void isThere(Tenant tenant) {
        write(tenant, platform.password().orElseThrow(), platform.secretKey().orElseThrow());
    }

    void hasNoCatalog(Tenant tenant) {
        write(tenant, WRONG, platform.secretKey().orElseThrow());
    }

    void hasNoStore(Tenant tenant) {
        write(tenant, platform.password().orElseThrow(), WRONG);
    }

    private void write(Tenant tenant, String password, String secretKey) {
        secrets.write(
                tenant.id(),
                "warehouse",
                Map.of(
                        "jdbc.user",
                        platform.user().orElseThrow(),
                        "jdbc.password",
                        password,
                        "s3.access-key-id",
                        platform.accessKey().orElseThrow(),
                        "s3.secret-access-key",
                        secretKey));
    }

    /** Does something to the catalog's row of the tenant's table; the statement ends before its condition. */
    int inCatalog(Tenant tenant, String statement) throws SQLException {
        try (Connection catalog = DriverManager.getConnection(
                        platform.jdbcUrl(),
                        platform.user().orElseThrow(),
                        platform.password().orElseThrow());
                PreparedStatement change =
                        catalog.prepareStatement(statement + " where catalog_name = ? and table_name = 'orders'")) {
            change.setString(1, catalog(tenant));
            return change.executeUpdate();
        }
    }

    /** The ids of a table's rows. */
    List<Long> ids(Tenant tenant, String table) {
        return writer.table(tenant.id(), of(tenant), new TableId("shop", table), there -> {
                    var found = new ArrayList<Long>();
                    try (Rows rows = there.rows(RowQuery.all().select("id"))) {
                        while (rows.hasNext()) {
                            found.add((Long) rows.next().getFirst());
                        }
                    }
                    return found.stream().sorted().toList();
                })
                .orElse(List.of());
    }
}
