package dev.ingest.expression;

import dev.ingest.expression.Expr.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Python's operators over numbers: integers are exact, a division is a float. */
final class NumberOperators {
    /** Largest integer a calculation may give, in bits: longer ones could not be printed anyway. */
    private static final int MAX_BITS = 16_384;

    private NumberOperators() {}

    static Value apply(Operator operator, Value left, Value right) {
        boolean integers = Arithmetic.isInteger(left) && Arithmetic.isInteger(right);
        if (!integers) {
            return new Value.Float(reals(operator, Arithmetic.real(left), Arithmetic.real(right)));
        }
        BigInteger a = Arithmetic.integer(left);
        BigInteger b = Arithmetic.integer(right);
        if (operator == Operator.DIVIDE) {
            return new Value.Float(divide(a, b));
        }
        if (operator == Operator.POWER && b.signum() < 0) {
            return new Value.Float(power(Arithmetic.real(left), Arithmetic.real(right)));
        }
        return new Value.Int(bounded(integers(operator, a, b)));
    }

    private static BigInteger bounded(BigInteger number) {
        if (number.bitLength() > MAX_BITS) {
            throw ExpressionException.limit("integer of more than " + MAX_BITS + " bits");
        }
        return number;
    }

    private static BigInteger integers(Operator operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case FLOOR_DIVIDE -> floorDivide(a, b);
            case MODULO -> a.subtract(floorDivide(a, b).multiply(b));
            case POWER -> power(a, b);
            case DIVIDE, CONCATENATE -> throw new IllegalStateException(operator.name());
        };
    }

    static BigInteger floorDivide(BigInteger a, BigInteger b) {
        if (b.signum() == 0) {
            throw ExpressionException.value("division by zero");
        }
        BigInteger[] parts = a.divideAndRemainder(b);
        boolean roundDown = parts[1].signum() != 0 && parts[1].signum() != b.signum();
        return roundDown ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static BigInteger power(BigInteger a, BigInteger b) {
        boolean small = a.bitLength() <= 1 && a.abs().bitLength() <= 1;
        if (small) {
            return a.signum() == 0 || a.signum() > 0
                    ? (b.signum() == 0 ? BigInteger.ONE : a)
                    : (b.testBit(0) ? a : BigInteger.ONE);
        }
        if (b.bitLength() > 20 || (a.bitLength() - 1L) * b.intValue() > MAX_BITS) {
            throw ExpressionException.limit("integer of more than " + MAX_BITS + " bits");
        }
        return a.pow(b.intValue());
    }

    /** Integers beyond a float's precision are divided exactly before rounding. */
    private static double divide(BigInteger a, BigInteger b) {
        if (b.signum() == 0) {
            throw ExpressionException.value("division by zero");
        }
        if (a.bitLength() <= 53 && b.bitLength() <= 53) {
            return a.doubleValue() / b.doubleValue();
        }
        double quotient =
                new BigDecimal(a).divide(new BigDecimal(b), new MathContext(60)).doubleValue();
        if (Double.isInfinite(quotient)) {
            throw ExpressionException.value("integer division result too large for a float");
        }
        return quotient;
    }

    private static double reals(Operator operator, double a, double b) {
        boolean divides =
                operator == Operator.DIVIDE || operator == Operator.FLOOR_DIVIDE || operator == Operator.MODULO;
        if (b == 0 && divides) {
            throw ExpressionException.value("float division by zero");
        }
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case FLOOR_DIVIDE -> floorDivide(a, b);
            case MODULO -> modulo(a, b);
            case POWER -> power(a, b);
            case CONCATENATE -> throw new IllegalStateException(operator.name());
        };
    }

    /** The remainder takes the divisor's sign, as CPython's {@code float_rem}. */
    private static double modulo(double a, double b) {
        double remainder = a % b;
        if (remainder == 0) {
            return Math.copySign(0.0, b);
        }
        return (b < 0) == (remainder < 0) ? remainder : remainder + b;
    }

    /** As CPython's {@code float_floor_div}: exact where a plain division would round up. */
    private static double floorDivide(double a, double b) {
        double remainder = a % b;
        double quotient = (a - remainder) / b;
        if (remainder != 0 && (b < 0) != (remainder < 0)) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0.0, a / b);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    private static double power(double a, double b) {
        if (a == 0 && b < 0) {
            throw ExpressionException.value("0.0 cannot be raised to a negative power");
        }
        if (a < 0 && Double.isFinite(a) && Double.isFinite(b) && b != Math.rint(b)) {
            throw ExpressionException.value("the power is a complex number, which templates cannot use");
        }
        if (a == 1) {
            return 1;
        }
        double power = Math.pow(a, b);
        if (Double.isInfinite(power) && Double.isFinite(a) && Double.isFinite(b)) {
            throw ExpressionException.value("power is out of a float's range");
        }
        return power;
    }
}
