package dev.ingest.local.postgres;

import dev.ingest.local.state.Killable;
import dev.ingest.local.state.LocalFailure;
import dev.ingest.local.state.OwnerOnly;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL 18 that keeps what it was told: fsync and synchronous commit on, passwords by SCRAM, loopback only.
 * A server that a killed stack left behind in the same folder is ended first.
 */
public final class PostgresServer implements Killable {
    /** The role that may do everything; only this module uses it. */
    static final String SUPERUSER = "postgres";

    private static final int READY_SECONDS_MAX = 60;
    private static final int STOP_SECONDS_MAX = 30;
    private static final int POLL_MILLIS = 25;

    private final Process process;
    private final Path data;
    private final int port;
    private final String password;

    private PostgresServer(Process process, Path data, int port, String password) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.password = password;
    }

    /**
     * @param programs where the archive is unpacked, shared by all stacks of this machine
     * @param folder its data and log
     */
    public static PostgresServer start(Path programs, Path folder, int port, String password)
            throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        Files.createDirectories(folder);
        Path bin = PostgresBinaries.unpacked(programs).resolve("bin");
        var _ = Leftover.end(data);
        Leftover.forgetDead(data);
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(bin, folder, data, password);
        }
        List<String> command = unprivileged(bin.resolve("postgres").toString(), "-D", data.toString());
        settings(port).forEach(setting -> command.addAll(List.of("-c", setting)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("server.log").toFile()))
                .start();
        var server = new PostgresServer(process, data, port, password);
        server.awaitReady(folder);
        return server;
    }

    /** Ends the server that a killed stack left behind in this folder; returns whether there was one. */
    public static boolean endLeftover(Path folder) throws IOException, InterruptedException {
        return Leftover.end(folder.resolve("data"));
    }

    /** A connection of the superuser to a database. */
    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, password);
    }

    /** {@code jdbc:postgresql://127.0.0.1:<port>/<database>} */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    @Override
    public void kill() throws InterruptedException {
        var _ = process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        try {
            var _ = Leftover.end(data);
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException("PostgreSQL still runs " + STOP_SECONDS_MAX + " s after it was told to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL stops", e);
        }
    }

    private static void initialise(Path bin, Path folder, Path data, String password)
            throws IOException, InterruptedException {
        Path passwordFile = folder.resolve("initial-password");
        Path log = folder.resolve("initdb.log");
        OwnerOnly.write(passwordFile, password);
        Process initdb = new ProcessBuilder(unprivileged(
                        bin.resolve("initdb").toString(),
                        "--pgdata=" + data,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-instructions"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int exit = initdb.waitFor();
        Files.delete(passwordFile);
        if (exit != 0) {
            throw new LocalFailure("initdb failed with code " + exit + ": see " + log);
        }
    }

    private static List<String> settings(int port) {
        return List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                // No socket file: its folder may be missing, and its path too long.
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "max_connections=200",
                "shared_buffers=32MB",
                "timezone=UTC",
                "log_timezone=UTC");
    }

    /** PostgreSQL refuses to run as root: there, a user namespace without privileges takes its place. */
    private static List<String> unprivileged(String... command) {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("unshare", "--user"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private void awaitReady(Path folder) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX);
        while (true) {
            try (Connection connection = connect(SUPERUSER)) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new LocalFailure(
                            "PostgreSQL does not start: see " + folder.resolve("server.log") + " (" + e.getMessage()
                                    + ")",
                            e);
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
