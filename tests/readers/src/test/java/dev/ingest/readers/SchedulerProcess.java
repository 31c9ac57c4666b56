package dev.ingest.readers;

import dev.ingest.testkit.Database;
import dev.ingest.testkit.LocalStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The scheduler as it is deployed, with a database of its own and an issuer of our choice. */
final class SchedulerProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration CALL_MAX = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Child process;
    private final String url;

    private SchedulerProcess(Child process, int port) {
        this.process = process;
        this.url = "http://127.0.0.1:" + port;
    }

    static SchedulerProcess start(LocalStack stack, String issuer) {
        Path jar = Engines.repository().resolve("services/scheduler/target/quarkus-app/quarkus-run.jar");
        int port = Child.freePort();
        List<String> command =
                List.of(Engines.java().toString(), "-XX:+UseSerialGC", "-Xmx256m", "-jar", jar.toString());
        var scheduler =
                new SchedulerProcess(Child.server("scheduler", command, environment(stack, port, issuer)), port);
        scheduler.process.await(scheduler::isReady, START_MAX);
        return scheduler;
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }

    private static Map<String, String> environment(LocalStack stack, int port, String issuer) {
        Database database = stack.newDatabase("keycloak_tokens");
        Map<String, String> all = new HashMap<>(stack.environment());
        all.put("QUARKUS_PROFILE", "local");
        all.put("INGEST_PORT", String.valueOf(port));
        all.put("INGEST_OIDC_ISSUER", issuer);
        all.put("INGEST_SERVICE_CLIENT_ID", "service-scheduler");
        all.put("INGEST_KAFKA_TOPIC_PREFIX", stack.topics("keycloak-tokens"));
        all.put("INGEST_CONTROL_JDBC_URL", database.jdbcUrl());
        all.put("INGEST_CONTROL_REACTIVE_URL", database.reactiveUrl());
        return all;
    }

    private boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
                .timeout(CALL_MAX)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the scheduler starts", e);
        }
    }
}
