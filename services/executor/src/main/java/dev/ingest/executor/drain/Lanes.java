package dev.ingest.executor.drain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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
    private boolean left;

    /**
     * Holds a request, unless its credential is stopped or its stream has had its share of this drain: nobody else is to be held up
     * by those that wait behind it.
     */
    void add(Request request) {
        Lane lane = of(request);
        if (lane.isClosed() || lane.isServed(request)) {
            left = true;
            return;
        }
        lane.add(request);
        requests++;
        bytes += request.bytes();
    }

    /** Its credential begins nothing more in this drain, and what it holds of it is let go. */
    void close(Request request) {
        left = true;
        of(request).close().forEach(this::letGo);
    }

    /** Whether there are requests that this drain does not do, and has let go. */
    boolean hasLeft() {
        return left;
    }

    /** A request of each manifest that nobody has asked for; each is given once. */
    List<Request> unasked() {
        List<Request> unasked = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            for (Optional<Request> next = lane.unasked(); next.isPresent(); next = lane.unasked()) {
                unasked.add(next.get());
            }
        }
        return unasked;
    }

    /** Those that are held and have not ended. */
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
        next.ifPresent(request -> {
            List<Request> notNow = of(request).begun(request);
            left |= !notNow.isEmpty();
            notNow.forEach(this::letGo);
        });
        return next;
    }

    Lane of(Request request) {
        return lanes.computeIfAbsent(request.slice().key(), key -> new Lane());
    }

    void ended(Request request) {
        of(request).ended(request);
        letGo(request);
    }

    private void letGo(Request request) {
        requests--;
        bytes -= request.bytes();
    }
}
