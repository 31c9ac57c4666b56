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
    private boolean stopped;

    /** Holds a request, unless its credential is stopped: nobody else is to be held up by those that wait behind it. */
    void add(Request request) {
        Lane lane = of(request);
        if (lane.isClosed()) {
            return;
        }
        lane.add(request);
        requests++;
        bytes += request.bytes();
    }

    /** Its credential begins nothing more in this drain, and what it holds of it is let go. */
    void close(Request request) {
        stopped = true;
        of(request).close().forEach(this::letGo);
    }

    /** Whether a credential was stopped: then there are requests that this drain does not do. */
    boolean hasStopped() {
        return stopped;
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
        next.ifPresent(request -> of(request).begun(request));
        return next;
    }

    Lane of(Request request) {
        return lanes.computeIfAbsent(request.slice().key(), key -> new Lane());
    }

    void ended(Request request) {
        Lane lane = of(request);
        lane.ended(request);
        letGo(request);
        if (lane.isEmpty() && !lane.isClosed()) {
            lanes.remove(request.slice().key());
        }
    }

    private void letGo(Request request) {
        requests--;
        bytes -= request.bytes();
    }
}
