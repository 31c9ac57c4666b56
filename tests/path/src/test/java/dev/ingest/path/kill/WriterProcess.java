package dev.ingest.path.kill;

import dev.ingest.contracts.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The writer as it is deployed, woken over HTTP: the request lasts as long as the drain. */
final class WriterProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Path JAR = Path.of("../../services/writer/target/quarkus-app/quarkus-run.jar");

    /** Generous: they only decide how long a defect takes to show. */
    private static final Duration START_MAX = Duration.ofMinutes(2);

    private static final Duration DRAIN_MAX = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Process process;
    private final String url;
    private final String token;
    private final Path log;

    private WriterProcess(Process process, int port, String token, Path log) {
        this.process = process;
        this.url = "http://127.0.0.1:" + port;
        this.token = token;
        this.log = log;
    }

    /** Begins to start one; it is asked nothing until {@link #wake}. */
    static WriterProcess start(Map<String, String> environment, String token, Path log) {
        int port = freePort();
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        JAR.toAbsolutePath().toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("INGEST_PORT", String.valueOf(port));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        try {
            Process process = builder.start();
            // whoever ends this JVM ends it
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new WriterProcess(process, port, token, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Has it drain a partition; completes with the status, exceptionally when it dies. */
    CompletableFuture<Integer> wake(int partition) {
        awaitReady();
        return HTTP.sendAsync(
                        request("/wakeups")
                                .timeout(DRAIN_MAX)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"topic\":\"%s\",\"partition\":%d}".formatted(Topics.RECORDS, partition)))
                                .build(),
                        BodyHandlers.ofString())
                .thenApply(HttpResponse::statusCode);
    }

    /** As {@code kill -9} does; returns when it is dead. */
    void kill() {
        try {
            process.toHandle().destroyForcibly();
            if (!process.waitFor(START_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("process %d lives on".formatted(pid()));
            }
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitReady() {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException(
                        "no writer at %s (expected: one that is ready), see %s".formatted(url, log));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean isReady() {
        try {
            return HTTP.send(request("/q/health/ready").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
