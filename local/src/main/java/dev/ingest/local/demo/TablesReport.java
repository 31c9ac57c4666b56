package dev.ingest.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.local.stack.Port;
import dev.ingest.local.state.LocalFailure;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What landed, as read back from Iceberg. */
final class TablesReport {
    private static final Duration READABLE_MAX = Duration.ofSeconds(90);
    private static final int POLL_MILLIS = 250;

    /** What the posts of the demo add up to: rows with the same key are one. */
    private static final Map<String, Long> PUSHED =
            Map.of("events.transactions_stream", 2L, "events.clickstream_events", 1L, "query_log.queries", 1L);

    private final Surroundings here;
    private final String tenant;
    private final Rest masking;

    TablesReport(Surroundings here, String tenant) {
        this.here = here;
        this.tenant = tenant;
        this.masking = here.as("tenant-admin@" + tenant, Port.MASKING);
    }

    /** One line per table. */
    void show() throws InterruptedException {
        here.say("");
        here.say("Tables of tenant '" + tenant + "', as read back from Iceberg:");
        rows().forEach((table, count) -> here.say(table + " " + count + " rows"));
    }

    /** Addresses, the token command, and three commands to try. */
    void showWhereToGoOn() {
        String rows = here.ports().url(Port.MASKING);
        String control = here.ports().url(Port.SCHEDULER);
        here.say("");
        here.say("Dashboard   " + control + "/");
        here.say("Admin REST  " + control + "/api/v1");
        here.say("Gateway     " + here.ports().url(Port.GATEWAY) + "/api/v1/ingest");
        here.say("Rows        " + rows + "/api/v1/tables");
        here.say("Token       ./ingest token tenant-admin@" + tenant);
        here.say("");
        here.say("Try next:");
        here.say("  curl -H \"Authorization: Bearer $(./ingest token analyst@" + tenant + ")\" '" + rows
                + "/api/v1/tables/shop/customers/rows?limit=3'");
        here.say("  curl -H \"Authorization: Bearer $(./ingest token tenant-admin@" + tenant + ")\" " + control
                + "/api/v1/pipelines/orders/runs");
        here.say("  ./ingest status");
    }

    /** @throws LocalFailure if what was posted does not become readable */
    void awaitPushed() throws InterruptedException {
        long deadline = System.nanoTime() + READABLE_MAX.toNanos();
        for (Map<String, Long> rows = rows(); !holdsPushed(rows); rows = rows()) {
            if (System.nanoTime() > deadline) {
                throw new LocalFailure("what was posted is not readable after %d s, tables are %s: ./ingest logs writer"
                        .formatted(READABLE_MAX.toSeconds(), rows));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean holdsPushed(Map<String, Long> rows) {
        return PUSHED.entrySet().stream()
                .allMatch(expected -> rows.getOrDefault(expected.getKey(), 0L) >= expected.getValue());
    }

    /** How many rows a reader gets, by {@code <namespace>.<table>}. */
    Map<String, Long> rows() throws InterruptedException {
        Map<String, Long> rows = new TreeMap<>();
        for (JsonNode table : masking.get("/api/v1/tables")) {
            String name =
                    table.get("namespace").asText() + "." + table.get("table").asText();
            rows.put(name, table.get("rows").asLong());
        }
        return rows;
    }
}
