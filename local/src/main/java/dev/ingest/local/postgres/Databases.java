package dev.ingest.local.postgres;

import dev.ingest.local.state.Keys;
import dev.ingest.local.state.LocalFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Roles and databases. {@value #OWNER} owns the tables of {@code control} (Flyway logs in as it), {@value #APP} may
 * only read and write their rows, so that row-level security holds for it; {@value #LAKE} owns the Iceberg catalog,
 * and {@value #GATEWAY} the online store.
 */
public final class Databases {
    public static final String OWNER = "ingest_owner";
    public static final String APP = "ingest_app";
    public static final String LAKE = "ingest_lake";
    public static final String GATEWAY = "ingest_gateway";

    private final PostgresServer server;
    private final Keys keys;

    public Databases(PostgresServer server, Keys keys) {
        this.server = server;
        this.keys = keys;
    }

    /** Creates what the services need and is missing. */
    public void ensure() {
        try (Connection connection = server.connect(PostgresServer.SUPERUSER)) {
            for (String role : new String[] {OWNER, APP, LAKE, GATEWAY}) {
                ensureRole(connection, role);
            }
            ensureDatabase(connection, "lake", LAKE);
            ensureDatabase(connection, "gateway", GATEWAY);
        } catch (SQLException e) {
            throw new LocalFailure("cannot create roles and databases: " + e.getMessage(), e);
        }
        ensureOwned("control");
    }

    /** A database whose tables {@value #OWNER} owns and {@value #APP} uses; created if missing. */
    public void ensureOwned(String name) {
        try (Connection connection = server.connect(PostgresServer.SUPERUSER)) {
            ensureDatabase(connection, name, OWNER);
        } catch (SQLException e) {
            throw new LocalFailure("cannot create the database " + name + ": " + e.getMessage(), e);
        }
        try (Connection connection = server.connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    alter default privileges for role ingest_owner
                      grant select, insert, update, delete on tables to ingest_app;
                    alter default privileges for role ingest_owner grant usage, select on sequences to ingest_app""");
        } catch (SQLException e) {
            throw new LocalFailure("cannot grant rights in the database " + name + ": " + e.getMessage(), e);
        }
    }

    /** A database that {@value #LAKE} owns; created if missing. */
    public void ensureLake(String name) {
        try (Connection connection = server.connect(PostgresServer.SUPERUSER)) {
            ensureDatabase(connection, name, LAKE);
        } catch (SQLException e) {
            throw new LocalFailure("cannot create the database " + name + ": " + e.getMessage(), e);
        }
    }

    private void ensureRole(Connection connection, String role) throws SQLException {
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
            execute(connection, "create role %s login password '%s'".formatted(role, keys.password(role)));
        }
    }

    private static void ensureDatabase(Connection connection, String name, String owner) throws SQLException {
        if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
            execute(connection, "create database \"%s\" owner %s".formatted(name.replace("\"", "\"\""), owner));
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
