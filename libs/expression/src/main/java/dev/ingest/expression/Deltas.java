package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Python's {@code timedelta}: microseconds, at most 999,999,999 days. */
final class Deltas {
    private static final BigInteger DAY = BigInteger.valueOf(86_400_000_000L);
    private static final BigInteger MOST = DAY.multiply(BigInteger.valueOf(1_000_000_000L));

    private Deltas() {}

    static Value.Delta of(Duration exact) {
        return ofMicros(micros(exact));
    }

    static Value.Delta ofMicros(BigInteger micros) {
        if (micros.compareTo(MOST) >= 0 || micros.compareTo(MOST.subtract(DAY).negate()) < 0) {
            throw ExpressionException.value("a timedelta has at most 999999999 days");
        }
        BigInteger[] parts = micros.divideAndRemainder(BigInteger.valueOf(1_000_000));
        return new Value.Delta(Duration.ofSeconds(parts[0].longValue(), parts[1].longValue() * 1000));
    }

    static BigInteger micros(Duration exact) {
        return BigInteger.valueOf(exact.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000))
                .add(BigInteger.valueOf(exact.getNano() / 1000));
    }

    static long days(Duration exact) {
        return Math.floorDiv(exact.getSeconds(), 86_400L);
    }

    static long seconds(Duration exact) {
        return Math.floorMod(exact.getSeconds(), 86_400L);
    }

    static String str(Value.Delta delta) {
        long days = days(delta.exact());
        long seconds = seconds(delta.exact());
        int micros = delta.exact().getNano() / 1000;
        String clock = "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
        String fraction = micros == 0 ? "" : ".%06d".formatted(micros);
        String day = days == 0 ? "" : days + (Math.abs(days) == 1 ? " day, " : " days, ");
        return day + clock + fraction;
    }

    static String repr(Value.Delta delta) {
        List<String> parts = new ArrayList<>();
        part(parts, "days", days(delta.exact()));
        part(parts, "seconds", seconds(delta.exact()));
        part(parts, "microseconds", delta.exact().getNano() / 1000);
        return "datetime.timedelta(" + (parts.isEmpty() ? "0" : String.join(", ", parts)) + ")";
    }

    private static void part(List<String> parts, String name, long value) {
        if (value != 0) {
            parts.add(name + "=" + value);
        }
    }

    static double totalSeconds(Value.Delta delta) {
        return new BigDecimal(micros(delta.exact())).movePointLeft(6).doubleValue();
    }

    static Optional<Value> part(Value.Delta delta, String name) {
        return switch (name) {
            case "days" -> Optional.of(Value.of(days(delta.exact())));
            case "seconds" -> Optional.of(Value.of(seconds(delta.exact())));
            case "microseconds" -> Optional.of(Value.of(delta.exact().getNano() / 1000));
            default -> Optional.empty();
        };
    }

    static Value.Delta multiply(Value.Delta delta, BigInteger times) {
        return ofMicros(micros(delta.exact()).multiply(times));
    }

    /** Rounded to microseconds, half to even. */
    static Value.Delta multiply(Value.Delta delta, double times) {
        finite(times);
        BigDecimal product = new BigDecimal(micros(delta.exact())).multiply(new BigDecimal(times));
        return ofMicros(product.setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
    }

    static Value.Delta divide(Value.Delta delta, BigDecimal by) {
        BigDecimal quotient = new BigDecimal(micros(delta.exact())).divide(by, 0, RoundingMode.HALF_EVEN);
        return ofMicros(quotient.toBigInteger());
    }

    static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw ExpressionException.value("cannot convert " + FloatText.repr(number) + " to integer ratio");
        }
        return number;
    }
}
