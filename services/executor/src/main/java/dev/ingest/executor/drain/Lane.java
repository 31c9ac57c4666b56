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

    boolean isClosed() {
        return closed;
    }

    int running() {
        return running.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && running.isEmpty();
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

    void begun(Request request) {
        waiting.remove(request);
        running.add(request);
    }

    void ended(Request request) {
        running.remove(request);
    }

    /** It did not begin after all. */
    void back(Request request) {
        running.remove(request);
        waiting.addFirst(request);
    }
}
