package dev.ingest.executor.drain;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The requests that a drain holds, by credential. Credentials do not wait for each other: whoever has the fewest slices running
 * begins the next one.
 */
final class Lanes {
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private int requests;
    private long bytes;

    void add(Request request) {
        lanes.computeIfAbsent(request.slice().key(), key -> new Lane()).add(request);
        requests++;
        bytes += request.bytes();
    }

    /** Those that have not ended. */
    int requests() {
        return requests;
    }

    long bytes() {
        return bytes;
    }

    /** Begins the next request that may. */
    Optional<Request> begin() {
        Optional<Request> next = lanes.values().stream()
                .filter(lane -> lane.next().isPresent())
                .min(Comparator.comparingInt(Lane::running))
                .flatMap(Lane::next);
        next.ifPresent(request -> of(request).begun(request));
        return next;
    }

    Lane of(Request request) {
        return lanes.computeIfAbsent(request.slice().key(), key -> new Lane());
    }

    void ended(Request request) {
        Lane lane = of(request);
        lane.ended(request);
        if (lane.isEmpty()) {
            lanes.remove(request.slice().key());
        }
        requests--;
        bytes -= request.bytes();
    }
}
