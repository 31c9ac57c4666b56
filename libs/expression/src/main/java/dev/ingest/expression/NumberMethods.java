package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Methods of {@code int}, {@code bool} and {@code float}. */
final class NumberMethods {
    private NumberMethods() {}

    static Map<String, Function> ofInt() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(
                all,
                "bit_length self /",
                arguments -> Value.of(integer(arguments).abs().bitLength()));
        Builtins.add(
                all,
                "bit_count self /",
                arguments -> Value.of(integer(arguments).abs().bitCount()));
        Builtins.add(all, "conjugate self /", arguments -> new Value.Int(integer(arguments)));
        Builtins.add(all, "as_integer_ratio self /", arguments -> ratio(integer(arguments), BigInteger.ONE));
        return all;
    }

    static Map<String, Function> ofFloat() {
        Map<String, Function> all = new HashMap<>();
        Builtins.add(
                all,
                "is_integer self /",
                arguments ->
                        Value.of(Math.rint(real(arguments)) == real(arguments) && Double.isFinite(real(arguments))));
        Builtins.add(all, "conjugate self /", Arguments::target);
        Builtins.add(all, "as_integer_ratio self /", arguments -> ratio(real(arguments)));
        return all;
    }

    private static BigInteger integer(Arguments arguments) {
        return Arithmetic.integer(arguments.target());
    }

    private static double real(Arguments arguments) {
        return Arithmetic.real(arguments.target());
    }

    private static Value ratio(BigInteger numerator, BigInteger denominator) {
        return new Value.Tuple(List.of(new Value.Int(numerator), new Value.Int(denominator)));
    }

    private static Value ratio(double number) {
        BigDecimal exact = new BigDecimal(Deltas.finite(number));
        BigInteger denominator = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        BigInteger numerator = exact.multiply(new BigDecimal(denominator)).toBigIntegerExact();
        BigInteger common = numerator.gcd(denominator).max(BigInteger.ONE);
        return ratio(numerator.divide(common), denominator.divide(common));
    }
}
