package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Python's {@code int()}, {@code float()}, {@code round()}, and the parts of a number. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+(?:_[0-9]+)*");
    private static final Pattern FLOAT = Pattern.compile(
            "[+-]?(?:[0-9]+(?:_[0-9]+)*\\.?(?:[0-9]+(?:_[0-9]+)*)?|\\.[0-9]+(?:_[0-9]+)*)(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?");
    private static final Pattern SPECIAL = Pattern.compile("([+-]?)(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

    private Numbers() {}

    /** {@code int(value)}: floats are truncated, text must be an integer. */
    static BigInteger toInt(Value value) {
        return switch (value) {
            case Value.Float(var number) when Double.isFinite(number) -> new BigDecimal(number).toBigInteger();
            case Value.Float number -> throw ExpressionException.value("cannot convert float to integer");
            case Value.Str(var text) ->
                parseInt(text).orElseThrow(() -> ExpressionException.value("text is not an integer"));
            case Value other -> Arithmetic.integer(other);
        };
    }

    static Optional<BigInteger> parseInt(String text) {
        String digits = Text.strip(asciiDigits(text));
        return digits.length() <= IntText.MAX_DIGITS + 1
                        && DECIMAL.matcher(digits).matches()
                ? Optional.of(new BigInteger(unsigned(digits)))
                : Optional.empty();
    }

    private static String unsigned(String digits) {
        String plain = digits.indexOf('_') < 0 ? digits : digits.replace("_", "");
        return plain.charAt(0) == '+' ? plain.substring(1) : plain;
    }

    /** Digits of other scripts count as digits, as in Python. */
    private static String asciiDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                StringBuilder ascii = new StringBuilder();
                text.codePoints().forEach(c -> {
                    int digit = c > 127 && Character.isDigit(c) ? Character.digit(c, 10) : -1;
                    ascii.appendCodePoint(digit >= 0 ? '0' + digit : c);
                });
                return ascii.toString();
            }
        }
        return text;
    }

    static Optional<Double> parseFloat(String text) {
        String digits = Text.strip(asciiDigits(text));
        if (FLOAT.matcher(digits).matches()) {
            return Optional.of(Double.parseDouble(digits.replace("_", "")));
        }
        var special = SPECIAL.matcher(digits);
        if (!special.matches()) {
            return Optional.empty();
        }
        boolean nan = special.group(2).equalsIgnoreCase("nan");
        double infinity = special.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return Optional.of(nan ? Double.NaN : infinity);
    }

    /** {@code int(text, base)}; base 0 follows the prefix. */
    static Optional<BigInteger> parseInt(String text, int base) {
        if (base == 10) {
            return parseInt(text);
        }
        if (base != 0 && (base < 2 || base > 36)) {
            throw ExpressionException.value("int() base must be >= 2 and <= 36, or 0");
        }
        String digits = Text.strip(text);
        boolean signed = !digits.isEmpty() && "+-".indexOf(digits.charAt(0)) >= 0;
        String number = signed ? digits.substring(1) : digits;
        int prefixed = prefix(number);
        boolean hasPrefix = prefixed > 0 && (base == 0 || base == prefixed);
        int radix = hasPrefix ? prefixed : base == 0 ? 10 : base;
        String bare = hasPrefix ? number.substring(number.startsWith("_", 2) ? 3 : 2) : number;
        boolean leadingZero = base == 0 && !hasPrefix && bare.matches("0+_*[1-9].*");
        if (leadingZero || bare.length() > IntText.MAX_DIGITS || !isNumber(bare, radix)) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(bare.replace("_", ""), radix);
        return Optional.of(digits.startsWith("-") ? value.negate() : value);
    }

    private static int prefix(String number) {
        if (number.length() < 3 || number.charAt(0) != '0') {
            return 0;
        }
        return switch (number.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
        };
    }

    private static boolean isNumber(String digits, int radix) {
        if (digits.isEmpty() || digits.startsWith("_") || digits.endsWith("_") || digits.contains("__")) {
            return false;
        }
        return digits.chars().allMatch(c -> c == '_' || Character.digit(c, radix) >= 0 && c < 128);
    }

    /** The {@code int} filter: a default instead of an error. */
    static Value intOr(Value value, Value otherwise, Value base) {
        return switch (value) {
            case Value.Str(var text) ->
                base(base)
                        .flatMap(radix -> parseInt(text, radix))
                        .or(() -> parseFloat(text).filter(Double::isFinite).map(n -> new BigDecimal(n).toBigInteger()))
                        .<Value>map(Value.Int::new)
                        .orElse(otherwise);
            case Value.Float(var number) when Double.isNaN(number) -> otherwise;
            case Value.Float(var number)
            when Double.isInfinite(number) ->
                // Jinja catches this error only the second time it tries.
                throw ExpressionException.value("cannot convert float infinity to integer");
            case Value other when Arithmetic.isNumber(other) -> new Value.Int(toInt(other));
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other -> otherwise;
        };
    }

    private static Optional<Integer> base(Value base) {
        boolean valid = Arithmetic.isInteger(base) && Arithmetic.integer(base).bitLength() < 31;
        int radix = valid ? Python.index(base) : -1;
        return radix == 0 || radix >= 2 && radix <= 36 ? Optional.of(radix) : Optional.empty();
    }

    static Value floatOr(Value value, Value otherwise) {
        return switch (value) {
            case Value.Str(var text) ->
                parseFloat(text).<Value>map(Value.Float::new).orElse(otherwise);
            case Value other when Arithmetic.isNumber(other) -> new Value.Float(Arithmetic.real(other));
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other -> otherwise;
        };
    }

    /** Python's {@code round}: integers stay integers, floats are rounded half to even of their exact value. */
    static Value round(Value value, int precision) {
        if (value instanceof Value.Float(var number)) {
            return new Value.Float(round(number, precision));
        }
        if (!Arithmetic.isInteger(value)) {
            throw noRounding(value);
        }
        BigInteger integer = Arithmetic.integer(value);
        return precision >= 0
                ? new Value.Int(integer)
                : new Value.Int(new BigDecimal(integer)
                        .setScale(Math.max(precision, -IntText.MAX_DIGITS), RoundingMode.HALF_EVEN)
                        .toBigInteger());
    }

    private static ExpressionException noRounding(Value value) {
        return ExpressionException.type("type " + Python.typeName(value) + " doesn't define __round__ method");
    }

    private static double round(double number, int precision) {
        if (!Double.isFinite(number) || precision > 330) {
            return number;
        }
        if (precision < -310) {
            return Math.copySign(0.0, number);
        }
        double rounded = new BigDecimal(number)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .doubleValue();
        return Math.copySign(rounded, number);
    }

    static Optional<Value> part(Value number, String name) {
        return switch (name) {
            case "real" ->
                Optional.of(Arithmetic.isInteger(number) ? new Value.Int(Arithmetic.integer(number)) : number);
            case "imag" -> Optional.of(Arithmetic.isInteger(number) ? Value.of(0) : new Value.Float(0));
            case "numerator" ->
                Arithmetic.isInteger(number)
                        ? Optional.of(new Value.Int(Arithmetic.integer(number)))
                        : Optional.empty();
            case "denominator" -> Arithmetic.isInteger(number) ? Optional.of(Value.of(1)) : Optional.empty();
            default -> Optional.empty();
        };
    }
}
