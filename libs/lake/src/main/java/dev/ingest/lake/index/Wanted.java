package dev.ingest.lake.index;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** Keys that are looked for, in the order in which indexed files hold them. */
public final class Wanted implements Iterable<Wanted.Key> {

    /**
     * One of them.
     *
     * @param bytes as {@link Stored}
     */
    record Key(long fingerprint, Object value, byte[] bytes) {}

    private final Key[] keys;

    private Wanted(Key[] keys) {
        this.keys = keys;
    }

    /** Whether keys like this one are indexed. */
    public static boolean isKind(Object key) {
        return switch (key) {
            case List<?> parts -> parts.stream().allMatch(part -> part == null || isKind(part));
            case Integer _, Long _, String _, UUID _ -> true;
            default -> false;
        };
    }

    /** @throws IllegalArgumentException for keys of another kind */
    public static Wanted of(Collection<?> keys, ToLongFunction<Object> fingerprint) {
        Key[] all = keys.stream()
                .map(key -> new Key(fingerprint.applyAsLong(key), key, Stored.bytes(key)))
                .toArray(Key[]::new);
        Arrays.sort(all, (one, other) -> Long.compareUnsigned(one.fingerprint(), other.fingerprint()));
        return new Wanted(all);
    }

    @Override
    public Iterator<Key> iterator() {
        return Arrays.asList(keys).iterator();
    }
}
