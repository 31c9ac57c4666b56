package dev.ingest.contracts.value;

import java.math.BigDecimal;

/** Which of JSON's numbers are taken: those that can be computed with in no time. */
public final class JsonNumber {
    /** Characters. Reading digits takes time that grows faster than their number. */
    public static final int LENGTH_MAX = 1000;

    /** Beyond this a number of a few bytes would be computed for minutes: {@code 1e-700000000} has as many zeros. */
    public static final int SCALE_MAX = 1000;

    /** What {@link #isBearable} expects, in the words of a message. */
    public static final String EXPECTED =
            "number of at most %d characters and a scale of at most %d either way".formatted(LENGTH_MAX, SCALE_MAX);

    private static final int EXPONENT_MAX = 1_000_000;

    private JsonNumber() {}

    /** Whether a number's scale (its digits behind the point less its exponent) is within the limit. */
    public static boolean isBearable(BigDecimal number) {
        return Math.abs((long) number.scale()) <= SCALE_MAX;
    }

    /** The same, of a well-formed number of JSON as it is written, which may be too long besides. */
    public static boolean isBearable(char[] text, int from, int length) {
        if (length > LENGTH_MAX) {
            return false;
        }
        int to = from + length;
        int point = to;
        for (int at = from; at < to; at++) {
            char character = text[at];
            if (character == '.') {
                point = at + 1;
            } else if (character == 'e' || character == 'E') {
                return Math.abs(Math.max(0, at - point) - exponent(text, at + 1, to)) <= SCALE_MAX;
            }
        }
        return true; // no longer than it may be, so neither is what is behind its point
    }

    /** Far exponents are all alike. */
    private static int exponent(char[] text, int from, int to) {
        boolean negative = text[from] == '-';
        int exponent = 0;
        for (int at = negative || text[from] == '+' ? from + 1 : from; at < to; at++) {
            exponent = Math.min(EXPONENT_MAX, exponent * 10 + text[at] - '0');
        }
        return negative ? -exponent : exponent;
    }
}
