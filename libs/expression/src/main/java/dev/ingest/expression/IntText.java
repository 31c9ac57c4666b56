package dev.ingest.expression;

import java.math.BigInteger;

/** Integers as text; CPython refuses to print those of more than 4,300 digits. */
final class IntText {
    /** CPython's default of {@code sys.int_info.default_max_str_digits}. */
    static final int MAX_DIGITS = 4300;

    private IntText() {}

    static String of(BigInteger number) {
        if (number.bitLength() < 64) {
            return Long.toString(number.longValue());
        }
        String digits = number.toString();
        if (digits.length() - (number.signum() < 0 ? 1 : 0) > MAX_DIGITS) {
            throw ExpressionException.value("integer has more than " + MAX_DIGITS + " digits");
        }
        return digits;
    }
}
