package dev.ingest.expression;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Python's texts of a float: {@code repr}, and the fixed, exponent and general forms of its formats. */
final class FloatText {
    private FloatText() {}

    /** The shortest digits that read back equal, with an exponent below 1e-4 and from 1e16 on. */
    static String repr(double number) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = shortest(number);
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return plain.indexOf('.') >= 0 ? plain : plain + ".0";
        }
        return scientific(exact, exponent, 'e');
    }

    /** Java always gives two digits, of which the smallest numbers need but one. */
    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (Math.abs(number) < 1e-320) {
            BigDecimal shorter = exact.round(new MathContext(1, RoundingMode.HALF_EVEN));
            return shorter.doubleValue() == number ? shorter.stripTrailingZeros() : exact;
        }
        return exact;
    }

    private static String special(double number) {
        return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
    }

    private static String scientific(BigDecimal value, int exponent, char letter) {
        String digits = value.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + exponent(letter, exponent);
    }

    private static String exponent(char letter, int exponent) {
        String digits = Integer.toString(Math.abs(exponent));
        return "" + letter + (exponent < 0 ? '-' : '+') + (digits.length() < 2 ? "0" : "") + digits;
    }

    /** {@code %.<precision>f}, correctly rounded from the exact binary value. */
    static String fixed(double number, int precision) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        String text = new BigDecimal(number)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
        return signed(number, text);
    }

    private static String signed(double number, String text) {
        boolean negativeZero = (number < 0 || number == 0 && 1 / number < 0) && text.charAt(0) != '-';
        return negativeZero ? "-" + text : text;
    }

    /** {@code %.<precision>e}. */
    static String exponential(double number, int precision) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        if (number == 0) {
            String zeros = precision > 0 ? "." + "0".repeat(precision) : "";
            return signed(number, "0" + zeros + "e+00");
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String digits = rounded.unscaledValue().abs().toString();
        String padded = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
        String fraction = precision > 0 ? "." + padded.substring(1, precision + 1) : "";
        return (number < 0 ? "-" : "") + padded.charAt(0) + fraction + exponent('e', exponent);
    }

    /** {@code %.<precision>g}; {@code keepZeros} is the alternate form. */
    static String general(double number, int precision, boolean keepZeros) {
        if (!Double.isFinite(number)) {
            return special(number);
        }
        int digits = Math.max(1, precision);
        String scientific = exponential(number, digits - 1);
        int e = scientific.indexOf('e');
        int exponent = Integer.parseInt(scientific.substring(e + 1));
        if (exponent < -4 || exponent >= digits) {
            return keepZeros ? scientific : trimZeros(scientific.substring(0, e)) + scientific.substring(e);
        }
        String fixed = fixed(number, Math.max(0, digits - 1 - exponent));
        return keepZeros ? fixed : trimZeros(fixed);
    }

    private static String trimZeros(String digits) {
        if (digits.indexOf('.') < 0) {
            return digits;
        }
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
