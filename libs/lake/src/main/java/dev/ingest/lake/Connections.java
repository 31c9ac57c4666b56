package dev.ingest.lake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.apache.iceberg.ClientPool;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * Connections of a JDBC catalog that never repeat a statement. Iceberg's own pool does after a lost connection: a commit that
 * had gone through then updates nothing the second time, passes for a conflict, and has its files removed under the table's
 * feet. Here a lost answer stays a lost answer, and the commit loop looks the commit up.
 */
class Connections extends JdbcClientPool {

    private static final int CONNECTIONS_MAX = 4;
    private static final int VALID_TIMEOUT_SECONDS = 5;

    private final String uri;
    private final Optional<LakeCredentials.Login> login;
    private final Waits waits;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Semaphore permits = new Semaphore(CONNECTIONS_MAX);

    Connections(String uri, Optional<LakeCredentials.Login> login, Waits waits) {
        super(CONNECTIONS_MAX, uri, Map.of());
        this.uri = uri;
        this.login = login;
        this.waits = waits;
    }

    @Override
    public <R> R run(ClientPool.Action<R, Connection, SQLException> action, boolean retry)
            throws SQLException, InterruptedException {
        permits.acquire();
        try {
            Connection connection = connection();
            try {
                R result = action.run(connection);
                idle.push(connection);
                return result;
            } catch (SQLException | RuntimeException e) {
                close(connection, e);
                throw e;
            }
        } finally {
            permits.release();
        }
    }

    @Override
    public <R> R run(ClientPool.Action<R, Connection, SQLException> action) throws SQLException, InterruptedException {
        return run(action, false);
    }

    @Override
    public void close() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            close(connection);
        }
    }

    @Override
    protected Connection newClient() {
        Properties properties = waiting(waits);
        login.ifPresent(given -> {
            properties.setProperty("user", given.id());
            properties.setProperty("password", given.secret());
        });
        try {
            return DriverManager.getConnection(uri, properties);
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "Failed to connect to the catalog's database");
        }
    }

    /** By the names of PostgreSQL's driver, whose own limits on answers are none. */
    private static Properties waiting(Waits waits) {
        var properties = new Properties();
        properties.setProperty("connectTimeout", seconds(waits.connect()));
        properties.setProperty("loginTimeout", seconds(waits.connect()));
        properties.setProperty("socketTimeout", seconds(waits.answer()));
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** At least one: none would be no limit. */
    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.toSeconds()));
    }

    private Connection connection() throws SQLException {
        for (Connection known = idle.poll(); known != null; known = idle.poll()) {
            if (known.isValid(VALID_TIMEOUT_SECONDS)) {
                return known;
            }
            close(known);
        }
        return newClient();
    }

    private static void close(Connection connection, Exception reason) {
        try {
            connection.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
