package dev.ingest.lake;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions of one key, none of which overlap. */
final class Timeline {

    /** One version: valid from its beginning, included, to its end, not included. */
    static final class Version {
        private final Object from;
        private final @Nullable Object toBefore;
        private final Origin origin;
        private @Nullable Object to;
        private boolean gone;

        Version(Object from, @Nullable Object to, Origin origin) {
            this.from = from;
            this.toBefore = to;
            this.to = to;
            this.origin = origin;
        }

        @Nullable
        Object to() {
            return to;
        }

        Origin origin() {
            return origin;
        }

        boolean isGone() {
            return gone;
        }

        /** Whether where it came from does not say its end as it is now. */
        boolean isMoved(Comparator<Object> order) {
            return !gone && Comparator.nullsLast(order).compare(toBefore, to) != 0;
        }
    }

    /** Where a version's row is. */
    sealed interface Origin permits HistoryMerge.InFile, HistoryMerge.InMemory {}

    private final NavigableMap<Object, Version> versions;
    private final Comparator<Object> order;

    Timeline(Comparator<Object> order) {
        this.order = order;
        this.versions = new TreeMap<>(order);
    }

    /** A version that is in the table. */
    void add(Version version) {
        versions.put(version.from, version);
    }

    /** A version that comes now, late or not: it ends where the one that it falls into ended, or else where the next begins. */
    Version begin(Object from, Origin origin) {
        Optional<Version> around = around(from);
        @Nullable Object to = around.map(version -> version.to).orElseGet(() -> versions.higherKey(from));
        around.ifPresent(version -> end(version, from));
        Version version = new Version(from, null, origin);
        version.to = to;
        versions.put(from, version);
        return version;
    }

    /** What is valid at that time is no longer. */
    void end(Object at) {
        around(at).ifPresent(version -> end(version, at));
    }

    private void end(Version version, Object at) {
        if (order.compare(version.from, at) == 0) {
            version.gone = true;
            versions.remove(at);
        } else {
            version.to = at;
        }
    }

    private Optional<Version> around(Object at) {
        Map.@Nullable Entry<Object, Version> before = versions.floorEntry(at);
        return Optional.ofNullable(before)
                .map(Map.Entry::getValue)
                .filter(version -> version.to == null || order.compare(at, version.to) < 0);
    }
}
