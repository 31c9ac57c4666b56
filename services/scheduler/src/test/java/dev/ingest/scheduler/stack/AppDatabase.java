package dev.ingest.scheduler.stack;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The service's database, with the rights that the service has: row-level security holds. */
@Singleton
public class AppDatabase {
    private static final String ACT_AS = "select set_config('ingest.tenant', ?, true)";

    private final String url;
    private final String user;
    private final String password;

    AppDatabase(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** A connection that acts for no tenant; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** A connection in a transaction that acts for that tenant, or {@code *} for every one; the caller commits and closes it. */
    public Connection connect(String tenant) throws SQLException {
        Connection app = connect();
        app.setAutoCommit(false);
        actAs(app, tenant);
        return app;
    }

    /** Makes that connection's transaction act for that tenant, or {@code *} for every one. */
    public static void actAs(Connection app, String tenant) throws SQLException {
        try (PreparedStatement act = app.prepareStatement(ACT_AS)) {
            act.setString(1, tenant);
            act.execute();
        }
    }
}
