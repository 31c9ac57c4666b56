package dev.ingest.lake.encode;

import java.nio.charset.StandardCharsets;

/** JSON's numbers as bytes. Usual ones are read here; whatever is long, huge or inexact is odd, and the general path's. */
final class Numbers {

    private static final int LENGTH_MAX = 40;
    private static final int LONG_DIGITS_MAX = 18;
    private static final int EXACT_DIGITS_MAX = 15;
    private static final int EXACT_POWER_MAX = 22;
    private static final int EXPONENT_MAX = 300;

    private static final double[] POWERS = new double[EXACT_POWER_MAX + 1];
    private static final long[] LONG_POWERS = new long[LONG_DIGITS_MAX + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        LONG_POWERS[0] = 1;
        for (int i = 1; i < LONG_POWERS.length; i++) {
            LONG_POWERS[i] = LONG_POWERS[i - 1] * 10;
        }
    }

    // the number that was read last
    private long digits;
    private int digitCount;
    private int integerDigits;
    private int fractionDigits;
    private int exponent;
    private boolean negative;
    private boolean whole;

    /** Reads a number as JSON has it and answers the index behind it, or -1. */
    int read(byte[] bytes, int from, int limit) {
        int at = from;
        negative = at < limit && bytes[at] == '-';
        at += negative ? 1 : 0;
        int start = at;
        digits = 0;
        at = readDigits(bytes, at, limit);
        integerDigits = at - start;
        fractionDigits = 0;
        exponent = 0;
        whole = true;
        if (integerDigits == 0 || integerDigits > 1 && bytes[start] == '0') {
            return -1;
        }
        if (at < limit && bytes[at] == '.') {
            whole = false;
            start = at + 1;
            at = readDigits(bytes, start, limit);
            fractionDigits = at - start;
            if (fractionDigits == 0) {
                return -1;
            }
        }
        digitCount = integerDigits + fractionDigits;
        if (at < limit && (bytes[at] | 0x20) == 'e') {
            whole = false;
            at = readExponent(bytes, at + 1, limit);
        }
        return at - from > LENGTH_MAX ? -1 : at;
    }

    private int readDigits(byte[] bytes, int from, int limit) {
        if (from + Long.BYTES <= limit) {
            long word = Words.at(bytes, from);
            int count = Words.digits(word);
            if (count == 0) {
                return from;
            }
            if (count < Long.BYTES) {
                digits = digits * LONG_POWERS[count] + Words.number(word, count);
                return from + count;
            }
        }
        int at = from;
        long value = digits;
        while (at < limit) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            // may overflow; then there are more digits than anybody uses
            value = value * 10 + digit;
            at++;
        }
        digits = value;
        return at;
    }

    private int readExponent(byte[] bytes, int from, int limit) {
        int at = from;
        boolean minus = at < limit && bytes[at] == '-';
        if (at < limit && (minus || bytes[at] == '+')) {
            at++;
        }
        int start = at;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9' && at - start < LENGTH_MAX) {
            exponent = Math.min(exponent * 10 + bytes[at++] - '0', EXPONENT_MAX + 1);
        }
        exponent = minus ? -exponent : exponent;
        return at == start ? -LENGTH_MAX : at;
    }

    /** Whether {@link #asLong} holds what was read. */
    boolean isLong() {
        return whole && digitCount <= LONG_DIGITS_MAX;
    }

    long asLong() {
        return negative ? -digits : digits;
    }

    /** Whether it is too far from one for {@link #asDouble}; what is infinite there is none either. */
    boolean isFar() {
        return Math.abs(exponent) > EXPONENT_MAX;
    }

    /** The nearest double; never a negative zero, which a number of JSON is not. */
    double asDouble(byte[] bytes, int from, int to) {
        int power = exponent - fractionDigits;
        if (digitCount > EXACT_DIGITS_MAX || Math.abs(power) > EXACT_POWER_MAX) {
            return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)) + 0.0;
        }
        // both are exact, so that the one operation rounds as the number itself would be
        double value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
        return (negative ? -value : value) + 0.0;
    }

    /** Whether {@link #unscaled} holds what was read, for a decimal of so many digits. */
    boolean isDecimal(int precision, int scale) {
        return exponent == 0
                && digitCount <= LONG_DIGITS_MAX
                && fractionDigits <= scale
                && integerDigits <= precision - scale;
    }

    long unscaled(int scale) {
        return asLong() * LONG_POWERS[scale - fractionDigits];
    }
}
