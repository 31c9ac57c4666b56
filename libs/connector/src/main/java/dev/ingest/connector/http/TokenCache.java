package dev.ingest.connector.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Access tokens by credential. One thread obtains a token, the others of that credential wait for it. Thread-safe. */
public final class TokenCache {
    /** A token is renewed this much before it expires, or after nine tenths of a short life. */
    private static final Duration EARLY = Duration.ofSeconds(60);
    /** Most credentials whose tokens are kept; that of the one used longest ago would be obtained anew. */
    static final int CREDENTIALS_MAX = 1_000;

    record Token(String value, Instant obtained, Instant expires) {
        boolean isFresh(Instant now) {
            Duration tenth = Duration.between(obtained, expires).dividedBy(10);
            return now.isBefore(expires.minus(tenth.compareTo(EARLY) < 0 ? tenth : EARLY));
        }
    }

    /**
     * Where tokens of one credential come from.
     *
     * @param given one that is there already
     * @param renewed a new one; it is told the token that was refused, if one was
     */
    record Origin(Supplier<Optional<Token>> given, Function<Optional<String>, Token> renewed) {
        static Origin of(Supplier<Token> renew) {
            return new Origin(Optional::empty, refused -> renew.get());
        }
    }

    private static final class Slot {
        private final ReentrantLock renewing = new ReentrantLock();
        private Optional<Token> token = Optional.empty();
        private Optional<String> refused = Optional.empty();

        Token obtain(Deadline deadline, Instant now, Origin origin) {
            Optional<Token> known = usable(token(), now);
            if (known.isPresent()) {
                return known.get();
            }
            deadline.acquire(renewing);
            try {
                // Another thread may have brought one while this one waited.
                Token current = usable(token().or(() -> origin.given().get()), now)
                        .orElseGet(() -> origin.renewed().apply(refused()));
                keep(current);
                return current;
            } finally {
                renewing.unlock();
            }
        }

        private Optional<Token> usable(Optional<Token> given, Instant now) {
            return given.filter(known -> known.isFresh(now))
                    .filter(known -> !refused().equals(Optional.of(known.value())));
        }

        private synchronized Optional<Token> token() {
            return token;
        }

        private synchronized Optional<String> refused() {
            return refused;
        }

        /** One that was refused counts again once its origin stands by it: nothing else is to be had. */
        private synchronized void keep(Token obtained) {
            token = Optional.of(obtained);
            refused = Optional.empty();
        }

        synchronized void forget(String value) {
            if (token.filter(known -> known.value().equals(value)).isPresent()) {
                token = Optional.empty();
                refused = Optional.of(value);
            }
        }
    }

    private final Map<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param deadline of the caller, who waits no longer than that for another one's renewal
     * @throws DeferredException when it comes
     */
    Token obtain(String credential, Deadline deadline, Instant now, Origin origin) {
        return slot(credential).obtain(deadline, now, origin);
    }

    private synchronized Slot slot(String credential) {
        Slot slot = slots.computeIfAbsent(credential, key -> new Slot());
        if (slots.size() > CREDENTIALS_MAX) {
            slots.remove(slots.keySet().iterator().next());
        }
        return slot;
    }

    private synchronized Optional<Slot> known(String credential) {
        return Optional.ofNullable(slots.get(credential));
    }

    /** Drops a token that was refused, unless another thread has renewed it already. */
    void forget(String credential, String value) {
        known(credential).ifPresent(slot -> slot.forget(value));
    }

    /** A key that identifies a credential and does not reveal it. */
    static String key(List<String> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
