package dev.ingest.scheduler.declared;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The order in which pipelines can be made: each after the one whose success makes it due. */
final class Following {
    private Following() {}

    /**
     * @param name of an item
     * @param upstream of an item, or null
     */
    static <T> List<T> ordered(List<T> all, Function<T, String> name, Function<T, @Nullable String> upstream) {
        Map<String, @Nullable String> upstreams = new HashMap<>();
        all.forEach(item -> upstreams.put(name.apply(item), upstream.apply(item)));
        return all.stream()
                .sorted(Comparator.comparingInt(item -> depth(name.apply(item), upstreams)))
                .toList();
    }

    /** How many go before it; where some follow each other in a circle, whoever makes them refuses that. */
    private static int depth(String name, Map<String, @Nullable String> upstreams) {
        int depth = 0;
        String at = upstreams.get(name);
        while (at != null && depth < upstreams.size()) {
            depth++;
            at = upstreams.get(at);
        }
        return depth;
    }
}
