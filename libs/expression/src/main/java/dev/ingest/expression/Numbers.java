package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Python's {@code int()}, {@code float()} and {@code round()}. */
final class Numbers {
    private Numbers() {}

    /** {@code int(value)}: floats are truncated, text must be an integer. */
    static BigInteger toInt(Value value) {
        return switch (value) {
            case Value.Float(var number) when Double.isFinite(number) -> new BigDecimal(number).toBigInteger();
            case Value.Float number -> throw ExpressionException.value("cannot convert an infinite float to an int");
            case Value.Str(var text) ->
                parseInt(text).orElseThrow(() -> ExpressionException.value("text is not an integer"));
            case Value other -> Arithmetic.integer(other);
        };
    }

    static Optional<BigInteger> parseInt(String text) {
        String digits = text.strip();
        return digits.length() <= 4300 && digits.matches("[+-]?[0-9]+(_[0-9]+)*")
                ? Optional.of(new BigInteger(digits.replace("_", "").replaceFirst("^\\+", "")))
                : Optional.empty();
    }

    static Optional<Double> parseFloat(String text) {
        String digits = text.strip();
        if (digits.matches("[+-]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9][0-9_]*)([eE][+-]?[0-9]+)?")) {
            return Optional.of(Double.parseDouble(digits.replace("_", "")));
        }
        return Optional.empty();
    }

    /** The {@code int} filter: a default instead of an error. */
    static Value intOr(Value value, Value otherwise) {
        return switch (value) {
            case Value.Str(var text) ->
                parseInt(text)
                        .or(() -> parseFloat(text)
                                .filter(Double::isFinite)
                                .map(number -> new BigDecimal(number).toBigInteger()))
                        .<Value>map(Value.Int::new)
                        .orElse(otherwise);
            case Value.Float(var number) when !Double.isFinite(number) -> otherwise;
            case Value other when Arithmetic.isNumber(other) -> new Value.Int(toInt(other));
            case Value.Undefined(var path) -> throw ExpressionException.undefined(path);
            case Value other -> otherwise;
        };
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

    /** The {@code round} filter gives a float, whatever it is given. */
    static Value round(Value value, int precision, String method) {
        RoundingMode mode =
                switch (method) {
                    case "common" -> RoundingMode.HALF_EVEN;
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    default ->
                        throw ExpressionException.value("method '" + method + "' (expected: common, ceil or floor)");
                };
        if (Math.abs(precision) > 300) {
            throw ExpressionException.value("precision " + precision + " (expected: -300 to 300)");
        }
        BigDecimal exact = Arithmetic.exact(value)
                .orElseThrow(() -> ExpressionException.type("cannot round " + Python.typeName(value)));
        return new Value.Float(exact.setScale(precision, mode).doubleValue());
    }
}
