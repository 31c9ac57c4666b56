package dev.ingest.readers;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;

/** DuckDB reads our tables by their metadata files: of catalogs it knows those that speak REST only. */
@Tag("all")
@Tag("duckdb")
class DuckDbReaderTest extends PythonReadersContract {
    DuckDbReaderTest() {
        super("duckdb");
    }

    @Override
    String named(Warehouse in, String table) {
        var database = in.database();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var query = connection.prepareStatement("select metadata_location from iceberg_tables"
                        + " where catalog_name = ? and table_namespace = 'shop' and table_name = ?")) {
            query.setString(1, in.catalog());
            query.setString(2, table);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask the catalog for " + table, e);
        }
    }
}
