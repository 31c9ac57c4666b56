package dev.ingest.local.services;

import dev.ingest.local.postgres.PostgresServer;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.ProcessRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that a killed stack left behind. Call only while holding the state folder's lock. */
public final class Orphans {
    private Orphans() {}

    /** Ends exactly those that this state folder's records name; returns their names. */
    public static List<String> end(Home home) throws IOException, InterruptedException {
        List<String> ended = new ArrayList<>();
        for (Service service : Service.values()) {
            var record = new ProcessRecord(home, service.label());
            record.alive().ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
                ended.add(service.label());
            });
            record.clear();
        }
        if (PostgresServer.endLeftover(home.postgres())) {
            ended.add("PostgreSQL");
        }
        return ended;
    }
}
