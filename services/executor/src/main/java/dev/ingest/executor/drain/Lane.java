package dev.ingest.executor.drain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests of one credential: begun in their order, streams side by side as far as the manifest allows. */
final class Lane {
    private final List<Request> waiting = new ArrayList<>();
    private final List<Request> running = new ArrayList<>();
    private final Map<Request.Source, StreamRules> rules = new HashMap<>();
    private final Set<Request.Source> asked = new HashSet<>();
    private final Map<Request.StreamKey, Integer> begun = new HashMap<>();
    private boolean closed;

    void add(Request request) {
        waiting.add(request);
    }

    /** A request for whose manifest nobody has asked yet; each manifest is given once. */
    Optional<Request> unasked() {
        return closed
                ? Optional.empty()
                : waiting.stream()
                        .filter(request -> asked.add(request.source()))
                        .findFirst();
    }

    /** What a request's manifest says; until then none of its slices begins. */
    void know(Request.Source source, StreamRules known) {
        rules.put(source, known);
    }

    /** Begins nothing more: what stopped one of its requests would stop the others too. They stay on the partition. */
    List<Request> close() {
        closed = true;
        List<Request> dropped = List.copyOf(waiting);
        waiting.clear();
        return dropped;
    }

    /** Whether this drain has begun as many slices of the request's stream as it is to take. */
    boolean isServed(Request request) {
        return request.slice().slices() > 0
                && begun.getOrDefault(request.stream(), 0) >= request.slice().slices();
    }

    boolean isClosed() {
        return closed;
    }

    int running() {
        return running.size();
    }

    /** The first request that may begin: no earlier slice of its stream is before it, and the manifest lets it in. */
    Optional<Request> next() {
        if (closed) {
            return Optional.empty();
        }
        Set<Request.StreamKey> before = new HashSet<>();
        running.forEach(request -> before.add(request.stream()));
        return waiting.stream()
                .filter(request -> before.add(request.stream()) && fits(request))
                .findFirst();
    }

    private boolean fits(Request request) {
        return Optional.ofNullable(rules.get(request.source()))
                .filter(known -> fits(request, known))
                .isPresent();
    }

    private boolean fits(Request request, StreamRules known) {
        return running.size() < known.concurrency()
                && known.group(request.slice().stream())
                        .filter(group ->
                                running.stream().anyMatch(other -> isIn(other, request.source(), known, group)))
                        .isEmpty();
    }

    private static boolean isIn(Request other, Request.Source source, StreamRules rules, String group) {
        return other.source().equals(source)
                && rules.group(other.slice().stream()).filter(group::equals).isPresent();
    }

    /** @return those of its stream that this drain does not do after all: with this one it has taken its share */
    List<Request> begun(Request request) {
        waiting.remove(request);
        running.add(request);
        begun.merge(request.stream(), 1, Integer::sum);
        List<Request> left = waiting.stream()
                .filter(other -> other.stream().equals(request.stream()) && isServed(other))
                .toList();
        waiting.removeAll(left);
        return left;
    }

    void ended(Request request) {
        running.remove(request);
    }

    /** It did not begin after all. */
    void back(Request request) {
        running.remove(request);
        begun.merge(request.stream(), -1, Integer::sum);
        waiting.addFirst(request);
    }
}
