package dev.ingest.executor.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Things by name; the least recently used goes first. What is not there is made, once. */
final class Kept<K, V> {
    private final Map<K, V> known;

    Kept(int entriesMax) {
        this.known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > entriesMax;
            }
        };
    }

    V get(K key, Supplier<V> make) {
        synchronized (known) {
            V present = known.get(key);
            if (present != null) {
                return present;
            }
        }
        V made = make.get(); // it may take a call: others must not wait for it
        synchronized (known) {
            V first = known.putIfAbsent(key, made);
            return first == null ? made : first;
        }
    }
}
