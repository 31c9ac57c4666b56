package dev.ingest.local.keycloak;

import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.Keys;
import dev.ingest.local.state.LocalFailure;
import dev.ingest.local.state.ProcessRecord;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A running Keycloak on a free port of the loopback interface. Closing it stops it. */
final class KeycloakServer implements Closeable {
    /** Who may do everything in it. */
    static final String ADMIN = "admin";

    /** The name of its password among the state folder's keys. */
    static final String ADMIN_PASSWORD = "keycloak-admin";

    private static final String NAME = "keycloak";
    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final Duration CALL_MAX = Duration.ofSeconds(5);
    private static final int STOP_SECONDS_MAX = 30;
    private static final int POLL_MILLIS = 200;

    private final Process process;
    private final ProcessRecord record;
    private final String url;
    private final Path log;

    private KeycloakServer(Process process, ProcessRecord record, int port, Path log) {
        this.process = process;
        this.record = record;
        this.url = "http://127.0.0.1:" + port;
        this.log = log;
    }

    static KeycloakServer start(Home home, Path repository, Progress progress) throws Exception {
        var record = new ProcessRecord(home, NAME);
        endLeftover(record);
        var program = new KeycloakProgram(home, repository);
        program.prepare(progress);
        return progress.step("Keycloak started", () -> start(home, program, record));
    }

    /** {@code http://127.0.0.1:<port>} */
    String url() {
        return url;
    }

    /** The administrator's password, made with the state folder's other keys. */
    static String adminPassword(Home home) {
        return new Keys(home).password(ADMIN_PASSWORD);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            record.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Keycloak stops", e);
        }
    }

    private static KeycloakServer start(Home home, KeycloakProgram program, ProcessRecord record) throws Exception {
        int port = freePort();
        Path log = home.logs().resolve(NAME + ".log");
        var builder = new ProcessBuilder(program.startCommand(port))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()));
        // Not on the command line, which is for all to read. Only the first start looks at it.
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword(home));
        Process process = builder.start();
        record.write(process.toHandle());
        var server = new KeycloakServer(process, record, port, log);
        try {
            server.awaitReady();
        } catch (Exception e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** One that a killed demo left behind holds the database's lock. */
    private static void endLeftover(ProcessRecord record) {
        record.alive().ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
        record.clear();
    }

    private void awaitReady() throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/realms/master"))
                .timeout(CALL_MAX)
                .build();
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!answers(http, request)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new LocalFailure("Keycloak does not start: see " + log);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // Not listening yet.
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
