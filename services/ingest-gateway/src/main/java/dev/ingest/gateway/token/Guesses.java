package dev.ingest.gateway.token;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What callers may have asked for in vain. Whoever brings a token that nobody knows makes somebody look for it, so an address may do
 * that so many times a minute; what was not found is not looked for again for some seconds. What was found once is looked for freely,
 * so that whoever shares an address with a guesser goes on. Thread-safe.
 */
public final class Guesses {
    /** How long what was not found counts as not there. */
    static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final Duration REFILL = Duration.ofMinutes(1);
    private static final int KEPT_MAX = 10_000;

    /** Addresses counted on their own; when there are more within a minute, the rest is counted as one. */
    private static final int ADDRESSES_MAX = 100_000;

    private static final String THE_REST = "";
    private static final int PREFIX_BYTES = 8;

    private final int perMinute;
    private final InstantSource clock;
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();
    private final Map<String, Instant> missing = new ConcurrentHashMap<>();
    private final Map<String, Boolean> found = new ConcurrentHashMap<>();
    private Instant cleaned = Instant.MIN;

    /** @param perMinute how many lookups in vain an address may cause in a minute */
    public Guesses(int perMinute, InstantSource clock) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("guesses per minute: %d (expected: at least 1)".formatted(perMinute));
        }
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** What an address has left. Thread-safe. */
    private static final class Budget {
        private double left;
        private Instant at;

        Budget(int left, Instant at) {
            this.left = left;
            this.at = at;
        }

        synchronized boolean take(int perMinute, Instant now) {
            if (now.isAfter(at)) {
                double minutes = (double) Duration.between(at, now).toMillis() / REFILL.toMillis();
                left = Math.min(perMinute, left + minutes * perMinute);
                at = now;
            }
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }

        synchronized void giveBack(int perMinute) {
            left = Math.min(perMinute, left + 1);
        }

        synchronized boolean quietSince(Instant then) {
            return at.isBefore(then);
        }
    }

    /** As {@link #ask(String, Supplier, Supplier)} does. */
    <T> Optional<T> ask(String what, Optional<InetAddress> from, Supplier<Optional<T>> lookup) {
        return ask(what, () -> from, lookup);
    }

    /**
     * Looks for something, if that may be done.
     *
     * @param what is looked for; no secret
     * @param from who makes us look; asked if that matters
     * @param lookup may throw; that is no guess
     * @return nothing if it is not there, as far as is known
     * @throws IngestException {@code RATE_LIMITED} if the address has made us look in vain too often
     */
    <T> Optional<T> ask(String what, Supplier<Optional<InetAddress>> from, Supplier<Optional<T>> lookup) {
        return found.containsKey(what) ? known(what, lookup) : unknown(what, from, lookup);
    }

    private <T> Optional<T> known(String what, Supplier<Optional<T>> lookup) {
        Optional<T> still = lookup.get();
        if (still.isEmpty()) {
            found.remove(what);
            remember(what, clock.instant());
        }
        return still;
    }

    private <T> Optional<T> unknown(String what, Supplier<Optional<InetAddress>> from, Supplier<Optional<T>> lookup) {
        Instant now = clock.instant();
        Instant until = missing.get(what);
        if (until != null && now.isBefore(until)) {
            return Optional.empty();
        }
        return guess(what, from.get(), lookup, now);
    }

    /** Takes a guess out of the budget while it is under way, and gives it back if it was none. */
    private <T> Optional<T> guess(String what, Optional<InetAddress> from, Supplier<Optional<T>> lookup, Instant now) {
        Budget budget = budget(from, now);
        if (!budget.take(perMinute, now)) {
            throw new IngestException(
                    ErrorCode.RATE_LIMITED,
                    "more than %d tokens a minute from this address that are not valid (expected: at most that)"
                            .formatted(perMinute));
        }
        boolean inVain = false;
        try {
            Optional<T> there = lookup.get();
            inVain = there.isEmpty();
            if (inVain) {
                remember(what, now);
            } else {
                room(found).put(what, true);
            }
            return there;
        } finally {
            if (!inVain) {
                budget.giveBack(perMinute);
            }
        }
    }

    private void remember(String what, Instant now) {
        room(missing).put(what, now.plus(REMEMBERED));
    }

    /** What is forgotten is asked for once more: that costs a call, and holds no memory. */
    private static <V> Map<String, V> room(Map<String, V> kept) {
        if (kept.size() >= KEPT_MAX) {
            kept.clear();
        }
        return kept;
    }

    private Budget budget(Optional<InetAddress> from, Instant now) {
        String address = from.map(Guesses::network).orElse(THE_REST);
        Budget known = budgets.get(address);
        if (known != null) {
            return known;
        }
        if (budgets.size() >= ADDRESSES_MAX && !cleaned(now)) {
            address = THE_REST;
        }
        return budgets.computeIfAbsent(address, fresh -> new Budget(perMinute, now));
    }

    /** Forgets addresses that have been quiet for a minute, once a minute at most; whether there is room then. */
    private synchronized boolean cleaned(Instant now) {
        if (cleaned.isBefore(now.minus(REFILL))) {
            cleaned = now;
            Instant quiet = now.minus(REFILL);
            budgets.values().removeIf(budget -> budget.quietSince(quiet));
        }
        return budgets.size() < ADDRESSES_MAX;
    }

    /** Whoever has one address of IPv6 has its whole network of 64 bits. */
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes);
    }
}
