package dev.ingest.expression;

import java.math.BigInteger;
import java.util.Optional;

/** Reads one number as Python's tokenizer does; after it no letter, digit, point or underscore may follow. */
final class NumberScanner {
    private final String source;
    private final int start;
    private int at;

    NumberScanner(String source, int start) {
        this.source = source;
        this.start = start;
        this.at = start;
    }

    int end() {
        return at;
    }

    private char current() {
        return at < source.length() ? source.charAt(at) : 0;
    }

    /** Empty where there is no number, or one that Python refuses. */
    Optional<Value> read() {
        int radix = radix();
        boolean valid = radix == 10 ? decimal() : based(radix);
        if (!valid
                || current() == '.'
                || current() == '_'
                || Character.isUnicodeIdentifierPart(current()) && current() != 0) {
            return Optional.empty();
        }
        return value(source.substring(start, at).replace("_", ""), radix);
    }

    private int radix() {
        if (current() != '0' || start + 1 >= source.length()) {
            return 10;
        }
        return switch (source.charAt(start + 1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
    }

    private boolean based(int radix) {
        at += 2;
        if (current() == '_') {
            at++;
        }
        return digits(radix);
    }

    /** At least one digit; single underscores between digits. */
    private boolean digits(int radix) {
        boolean any = false;
        while (isDigit(current(), radix) || any && current() == '_') {
            if (current() == '_' && (at + 1 >= source.length() || !isDigit(source.charAt(at + 1), radix))) {
                return false;
            }
            any = true;
            at++;
        }
        return any;
    }

    private static boolean isDigit(char c, int radix) {
        return c != 0 && c < 128 && Character.digit(c, radix) >= 0;
    }

    private boolean decimal() {
        boolean whole = isDigit(current(), 10);
        if (whole && !digits(10)) {
            return false;
        }
        if (current() == '.') {
            at++;
            boolean fraction = isDigit(current(), 10);
            if (fraction && !digits(10) || !whole && !fraction) {
                return false;
            }
        }
        if (current() != 'e' && current() != 'E') {
            return true;
        }
        at++;
        at += current() == '+' || current() == '-' ? 1 : 0;
        return digits(10);
    }

    private static Optional<Value> value(String digits, int radix) {
        if (radix != 10) {
            return Optional.of(new Value.Int(new BigInteger(digits.substring(2), radix)));
        }
        boolean isFloat = digits.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E');
        if (isFloat) {
            return Optional.of(new Value.Float(Double.parseDouble(digits)));
        }
        boolean leadingZero = digits.charAt(0) == '0' && digits.chars().anyMatch(c -> c != '0');
        return leadingZero || digits.length() > IntText.MAX_DIGITS
                ? Optional.empty()
                : Optional.of(new Value.Int(new BigInteger(digits)));
    }
}
