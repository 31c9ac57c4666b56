package dev.ingest.contracts;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Mints ULIDs: 48 bits of milliseconds, then 80 random bits, as 26 characters of Crockford's base 32. The text order is the
 * order of minting, also within one millisecond (the random part then counts up).
 *
 * <p>Source: the ULID specification, "Monotonicity" and "Canonical String Representation".
 */
public final class Ulid {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final char[] ALPHABET = DIGITS.toCharArray();
    private static final int LENGTH = 26;

    private final Clock clock;
    private final RandomGenerator random;
    private long lastMillis = -1;
    private long high; // 16 random bits
    private long low; // 64 random bits

    public Ulid(Clock clock) {
        this(clock, new SecureRandom());
    }

    Ulid(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The next ULID, greater than every one this object minted before, even if the clock went back. */
    public synchronized String next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            high = random.nextLong() & 0x7FFF; // the top bit stays free, so that counting up cannot overflow
            low = random.nextLong();
        } else if (++low == 0) {
            high++;
        }
        return encode(lastMillis, high, low);
    }

    /** When a ULID was minted, in milliseconds; {@link IllegalArgumentException} if it is none. */
    public static Instant mintedAt(String ulid) {
        long millis = 0;
        for (int i = 0; i < 10; i++) {
            int digit = ulid.length() == LENGTH ? DIGITS.indexOf(ulid.charAt(i)) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException(
                        "'%s' is no ULID (expected: %d characters of %s)".formatted(ulid, LENGTH, DIGITS));
            }
            millis = millis << 5 | digit;
        }
        return Instant.ofEpochMilli(millis);
    }

    private static String encode(long millis, long high, long low) {
        char[] text = new char[LENGTH];
        for (int i = 0; i < 10; i++) {
            text[i] = ALPHABET[(int) (millis >>> (45 - 5 * i)) & 31];
        }
        long upper = (high << 24) | (low >>> 40); // 40 bits
        long lower = low & 0xFF_FFFF_FFFFL; // 40 bits
        for (int i = 0; i < 8; i++) {
            text[10 + i] = ALPHABET[(int) (upper >>> (35 - 5 * i)) & 31];
            text[18 + i] = ALPHABET[(int) (lower >>> (35 - 5 * i)) & 31];
        }
        return new String(text);
    }
}
