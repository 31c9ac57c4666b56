package dev.ingest.path;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A second scheduler on the same Postgres and Kafka: a process of its own, which ticks when it is told to. */
final class Replica implements AutoCloseable {
    private static final Path PROGRAM = Path.of("../../services/scheduler/target/quarkus-app/quarkus-run.jar");
    private static final Path OUTPUT = Path.of("target/second-scheduler.log");

    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private Replica(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Returns when it is ready. */
    static Replica start(Product product) {
        int port = freePort();
        ProcessBuilder builder =
                new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(OUTPUT.toFile());
        builder.environment().putAll(product.stack.environment());
        builder.environment().put("QUARKUS_PROFILE", "local");
        builder.environment().put("INGEST_PORT", String.valueOf(port));
        builder.environment().put("INGEST_SERVICE_CLIENT_ID", "service-scheduler");
        builder.environment().put("INGEST_TICK_EVERY", "off");
        try {
            Replica started = new Replica(builder.start(), URI.create("http://127.0.0.1:" + port));
            Product.await("the second scheduler is ready", started::isReady);
            return started;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                PROGRAM.toString());
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("the second scheduler ended with %d: see %s"
                    .formatted(process.exitValue(), OUTPUT.toAbsolutePath()));
        }
        try {
            var request = HttpRequest.newBuilder(url.resolve("/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** One tick; its answer, or none if the process died over it. */
    Product.Answer tick(String token) {
        var request = HttpRequest.newBuilder(url.resolve("/internal/v1/tick"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            return new Product.Answer(answer.statusCode(), answer.body());
        } catch (IOException died) {
            throw new UncheckedIOException(died);
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
