package dev.ingest.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** The tables of both sides, which are in one catalog and one store. */
final class Tables implements AutoCloseable {
    /** The tenant: its name is its catalog's. */
    static final String CATALOG = "bench";

    static final String OURS = "ours";
    static final String SINKS = "sink";

    private final JdbcCatalog catalog = new JdbcCatalog();
    private final Connection database;
    private final PreparedStatement location;

    Tables() throws SQLException {
        String uri = variable("INGEST_LAKE_JDBC_URL");
        String user = variable("INGEST_LAKE_USER");
        String password = variable("INGEST_LAKE_PASSWORD");
        catalog.initialize(
                CATALOG,
                Map.ofEntries(
                        Map.entry("uri", uri),
                        Map.entry("jdbc.user", user),
                        Map.entry("jdbc.password", password),
                        Map.entry("jdbc.schema-version", "V1"),
                        Map.entry("warehouse", variable("INGEST_LAKE_WAREHOUSE") + "/" + CATALOG),
                        Map.entry("io-impl", "org.apache.iceberg.aws.s3.S3FileIO"),
                        Map.entry("s3.endpoint", variable("INGEST_S3_ENDPOINT")),
                        Map.entry("s3.path-style-access", "true"),
                        Map.entry("s3.access-key-id", variable("INGEST_S3_ACCESS_KEY")),
                        Map.entry("s3.secret-access-key", variable("INGEST_S3_SECRET_KEY")),
                        Map.entry("client.region", variable("INGEST_S3_REGION"))));
        database = DriverManager.getConnection(uri, user, password);
        location = database.prepareStatement(
                "SELECT metadata_location FROM iceberg_tables WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?");
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: bench/sink sets it");
        }
        return value;
    }

    /** An empty table for the sink, with the columns and properties of one of ours. */
    void createLike(String ours, String sinks) {
        Table model = catalog.loadTable(TableIdentifier.of(OURS, ours));
        Map<String, String> properties = new HashMap<>(model.properties().entrySet().stream()
                .filter(property -> property.getKey().startsWith("write."))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        properties.put(
                "format-version",
                String.valueOf(((BaseTable) model).operations().current().formatVersion()));
        if (!catalog.namespaceExists(Namespace.of(SINKS))) {
            catalog.createNamespace(Namespace.of(SINKS));
        }
        catalog.createTable(TableIdentifier.of(SINKS, sinks), model.schema(), PartitionSpec.unpartitioned(), properties);
    }

    /** A table's rows as a reader sees them, looked at cheaply and often. */
    final class Visible {
        private final String namespace;
        private final String table;
        private String seen = "";
        private long rows;
        private int snapshots;

        Visible(String namespace, String table) {
            this.namespace = namespace;
            this.table = table;
        }

        long rows() throws SQLException {
            location.setString(1, CATALOG);
            location.setString(2, namespace);
            location.setString(3, table);
            try (ResultSet row = location.executeQuery()) {
                if (row.next() && !seen.equals(row.getString(1))) {
                    seen = row.getString(1);
                    look(seen);
                }
            }
            return rows;
        }

        private void look(String metadata) {
            var table = TableMetadataParser.read(catalog.loadTable(id()).io(), metadata);
            Snapshot current = table.currentSnapshot();
            if (current != null) {
                rows = Long.parseLong(current.summary().get("total-records"));
                snapshots = table.snapshots().size();
            }
        }

        /** How many snapshots it has: appends and what upkeep left behind. */
        int snapshots() {
            return snapshots;
        }

        private TableIdentifier id() {
            return TableIdentifier.of(namespace, table);
        }
    }

    /** Reads a whole table; fails unless it holds the first so many rows, each once and as it was sent. */
    void check(String namespace, String name, long rows) throws IOException {
        var found = new Rows.Sum();
        Table table = catalog.loadTable(TableIdentifier.of(namespace, name));
        try (CloseableIterable<Record> read =
                IcebergGenerics.read(table).select("id", "note", "price").build()) {
            read.forEach(row -> found.add(
                    (Long) row.getField("id"), (String) row.getField("note"), (BigDecimal) row.getField("price")));
        }
        String expected = Rows.Sum.of(rows).toString();
        if (!found.toString().equals(expected)) {
            throw new IllegalStateException("%s.%s: %s (expected: %s)".formatted(namespace, name, found, expected));
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
        catalog.close();
    }
}
