package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many values a manifest has once its references are replaced, known without replacing one. */
final class ReferencedSize {
    /** Sums stay far below what a number can hold, however often they are added up. */
    private static final long MOST = Long.MAX_VALUE / 4;

    private final Value.Dict root;
    private final Map<String, Long> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private int depth;

    ReferencedSize(Value.Dict root) {
        this.root = root;
    }

    long of(Value value) {
        if (depth == References.MAX_NESTING) {
            // That it is nested too deep is said when it is resolved.
            return 1;
        }
        depth++;
        long size = size(value);
        depth--;
        return size;
    }

    private long size(Value value) {
        long size = 1;
        switch (value) {
            case Value.Dict(var entries) -> {
                for (Value each : entries.values()) {
                    size = Math.min(MOST, size + of(each));
                }
            }
            case Value.Items(var elements) -> {
                for (Value each : elements) {
                    size = Math.min(MOST, size + of(each));
                }
            }
            case Value.Str(var text) when text.startsWith("#/") -> size = target(text);
            case Value other -> {}
        }
        return size;
    }

    /** What points at nothing, or back at itself, is named when it is resolved. */
    private long target(String reference) {
        Long before = known.get(reference);
        if (before != null) {
            return before;
        }
        if (!open.add(reference)) {
            return 1;
        }
        long size = References.find(root, reference.substring(2)).map(this::of).orElse(1L);
        open.remove(reference);
        known.put(reference, size);
        return size;
    }
}
