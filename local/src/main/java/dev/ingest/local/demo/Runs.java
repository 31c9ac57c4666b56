package dev.ingest.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.local.state.LocalFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Starts a pipeline and watches it to its end. */
final class Runs {
    private static final Duration RUN_MAX = Duration.ofMinutes(15);
    private static final int POLL_MILLIS = 250;

    private final Rest scheduler;
    private final Surroundings here;

    Runs(Rest scheduler, Surroundings here) {
        this.scheduler = scheduler;
        this.here = here;
    }

    /** Returns the finished run; one that is running already is watched instead of a new one. */
    JsonNode run(String pipeline) throws InterruptedException {
        String path = "/api/v1/pipelines/" + pipeline + "/runs";
        Rest.Answer started = scheduler.post(path, "", Set.of(202, 409));
        JsonNode run =
                started.status() == 202 ? started.body() : scheduler.get(path).get(0);
        return watch(run.get("id").asText());
    }

    private JsonNode watch(String id) throws InterruptedException {
        long deadline = System.nanoTime() + RUN_MAX.toNanos();
        Set<String> told = new HashSet<>();
        while (System.nanoTime() < deadline) {
            JsonNode run = scheduler.get("/api/v1/runs/" + id);
            run.path("streams").forEach(stream -> tell(stream, told));
            switch (run.get("status").asText()) {
                case "succeeded" -> {
                    here.say(summary(run));
                    return run;
                }
                case "failed", "partly_failed", "cancelled" ->
                    throw new LocalFailure(
                            "run %s %s: %s".formatted(id, run.get("status").asText(), run.path("errors")));
                default -> Thread.sleep(POLL_MILLIS);
            }
        }
        throw new LocalFailure(
                "run " + id + " is not done after " + RUN_MAX.toMinutes() + " minutes: ./ingest logs scheduler");
    }

    /** One line per stream, when it is through. */
    private void tell(JsonNode stream, Set<String> told) {
        String status = stream.path("status").asText();
        String name = stream.path("name").asText();
        boolean over = status.equals("succeeded") || status.equals("failed");
        if (over && told.add(name)) {
            here.say(String.format(
                    Locale.ROOT,
                    "    %-12s %,9d rows  %s",
                    name,
                    stream.path("rows").asLong(),
                    status));
        }
    }

    private static String summary(JsonNode run) {
        return String.format(
                Locale.ROOT,
                "%6.1f s  %,d rows, %,d bytes",
                run.path("durationMs").asLong() / 1000.0,
                run.path("rows").asLong(),
                run.path("bytes").asLong());
    }
}
