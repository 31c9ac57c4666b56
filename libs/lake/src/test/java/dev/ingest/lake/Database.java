package dev.ingest.lake;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** One real Postgres for all tests of a run, gone with it. Each catalog name is a catalog of its own in it. */
final class Database {

    private static final class Running {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start Postgres", e);
            }
        }
    }

    private Database() {}

    static String uri() {
        return Running.POSTGRES.getJdbcUrl("postgres", "postgres");
    }

    static EmbeddedPostgres postgres() {
        return Running.POSTGRES;
    }

    /** What somebody with the catalog's password does to it. */
    static void update(String sql) {
        try (Connection connection = DriverManager.getConnection(uri());
                Statement statement = connection.createStatement()) {
            if (statement.executeUpdate(sql) == 0) {
                throw new IllegalStateException("nothing is changed by: " + sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A destination that no other test sees. */
    static Destination destination(String warehouse, Map<String, String> properties) {
        return new Destination(
                "c" + UUID.randomUUID().toString().replace("-", ""), CatalogKind.JDBC, uri(), warehouse, properties);
    }
}
