package dev.ingest.expression;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of a template: digits with underscores, {@code 0x}, {@code 0o}, {@code 0b}, fractions and exponents. */
record NumberLiteral(String digits, boolean isFloat, int end) {
    /** Longest number read: CPython refuses longer integers too. */
    private static final int MAX_DIGITS = 4300;

    private static final Pattern FLOAT = Pattern.compile(
            "[0-9]+(?:_[0-9]+)*" + "(?:(?:\\.[0-9]+(?:_[0-9]+)*)?[eE][+-]?[0-9]+(?:_[0-9]+)*|\\.[0-9]+(?:_[0-9]+)*)");
    private static final Pattern INTEGER =
            Pattern.compile("0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|[1-9](?:_?[0-9])*|0(?:_?0)*");

    static NumberLiteral read(String source, int start) {
        Matcher number = FLOAT.matcher(source).region(start, source.length());
        // After a dot it is an index, and the next dot another one: a.0.1
        boolean isFloat = (start == 0 || source.charAt(start - 1) != '.') && number.lookingAt();
        if (!isFloat) {
            number = INTEGER.matcher(source).region(start, source.length());
            if (!number.lookingAt()) {
                throw ExpressionException.syntax("not a number", start);
            }
        }
        if (number.end() - start > MAX_DIGITS) {
            throw ExpressionException.syntax("number is longer than " + MAX_DIGITS + " digits", start);
        }
        return new NumberLiteral(number.group().replace("_", ""), isFloat, number.end());
    }

    Value value() {
        if (isFloat) {
            return new Value.Float(Double.parseDouble(digits));
        }
        int radix = radix();
        return new Value.Int(new BigInteger(radix == 10 ? digits : digits.substring(2), radix));
    }

    private int radix() {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }
}
