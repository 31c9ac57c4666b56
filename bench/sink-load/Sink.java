package dev.ingest.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;

/** What bench/sink calls; a running stack tells by its writer's environment where everything is. */
final class Sink {
    private Sink() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "source" -> source(arguments[1]);
            case "like" -> like(arguments[1], arguments[2]);
            case "throughput" -> throughput(arguments);
            case "visible" -> visible(arguments);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Declares a table of ours: a source without a key appends. */
    private static void source(String name) throws Exception {
        call("POST", "/api/v1/tenants", "INGEST_OPERATOR", "{\"id\": \"%s\", \"name\": \"bench\"}".formatted(Tables.CATALOG));
        call("PUT", "/api/v1/sources/" + name, "INGEST_ADMIN", """
                {"namespace": "%s", "columns": [{"name": "id", "type": "long"}, {"name": "customer", "type": "string"},
                 {"name": "status", "type": "string"}, {"name": "price", "type": "decimal(12,2)"},
                 {"name": "quantity", "type": "long"}, {"name": "note", "type": "string"}]}""".formatted(Tables.OURS));
    }

    /** The sink's topic and its table. */
    private static void like(String ours, String sinks) throws Exception {
        try (var tables = new Tables()) {
            tables.createLike(ours, sinks);
        }
        Topic.OfRecords.create(sinks);
    }

    /** {@code throughput ours|sink NAME PID WARM ROWS JVM PER|URL} */
    private static void throughput(String[] arguments) throws Exception {
        boolean ours = arguments[1].equals("ours");
        try (var tables = new Tables();
                Side side = side(arguments[1], arguments[2], arguments[3], arguments[7])) {
            Throughput.run(
                    tables,
                    side,
                    Long.parseLong(arguments[4]),
                    Long.parseLong(arguments[5]),
                    ours ? "ingest, %s records a message".formatted(arguments[7]) : "Kafka Connect sink",
                    arguments[6]);
        }
    }

    /** {@code visible ours|sink NAME PID PER_SECOND WARM_SECONDS SECONDS INTERVAL [URL LOG]} */
    private static void visible(String[] arguments) throws Exception {
        boolean ours = arguments[1].equals("ours");
        try (var tables = new Tables();
                Side side = side(arguments[1], arguments[2], arguments[3], ours ? "1" : arguments[8])) {
            Freshness.run(
                    tables,
                    side,
                    Integer.parseInt(arguments[4]),
                    Integer.parseInt(arguments[5]),
                    Integer.parseInt(arguments[6]),
                    ours ? "ingest" : "Kafka Connect sink",
                    arguments[7],
                    ours ? Optional.empty() : Optional.of(Path.of(arguments[9])));
        }
    }

    private static Side side(String who, String name, String pid, String how) throws Exception {
        var process = new Process(Long.parseLong(pid));
        if (who.equals("ours")) {
            process.forgetPeak();
            return new Side.Ours(process, new Topic.OfEnvelopes(name, Integer.parseInt(how)), name);
        }
        var sink = new Side.Sink(process, new Topic.OfRecords(name), name, URI.create(how));
        sink.await("RUNNING");
        return sink;
    }

    private static void call(String method, String path, String token, String body) throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(System.getenv("INGEST_SCHEDULER_URL") + path))
                                .header("Authorization", "Bearer " + System.getenv(token))
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        if (answer.statusCode() >= 300 && answer.statusCode() != 409) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }
}
