package dev.ingest.connector.http;

import java.util.HashMap;
import java.util.Map;

/** How many jobs of an API run at once, over all that share a session; each connector for itself. Thread-safe. */
final class JobGate {
    private final Map<String, Integer> running = new HashMap<>();

    /** @return whether one more may begin; then it counts until {@link #leave} */
    synchronized boolean enter(String connector, int most) {
        int now = running.getOrDefault(connector, 0);
        if (now >= most) {
            return false;
        }
        running.put(connector, now + 1);
        return true;
    }

    /** One that runs already: nobody can keep it from doing so. */
    synchronized void rejoin(String connector) {
        running.merge(connector, 1, Integer::sum);
    }

    synchronized void leave(String connector) {
        running.computeIfPresent(connector, (name, now) -> now > 1 ? now - 1 : null);
    }
}
