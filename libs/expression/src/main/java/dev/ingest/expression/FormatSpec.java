package dev.ingest.expression;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's format specification, the part after the colon in {@code '{:>8.2f}'.format(value)}. */
final class FormatSpec {
    private static final Pattern SPEC = Pattern.compile(
            "(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?([0-9]{1,6})?([,_])?(?:\\.([0-9]{1,6}))?([bcdeEfFgGnosxX%])?",
            Pattern.DOTALL);
    private static final int MAX_WIDTH = 100_000;

    private final Matcher parts;
    private final String type;

    private FormatSpec(Matcher parts) {
        this.parts = parts;
        this.type = parts.group(10) == null ? "" : parts.group(10);
    }

    static String format(Value value, String spec) {
        if (spec.isEmpty()) {
            return Python.str(value);
        }
        return switch (value) {
            case Value.Str(var text) -> of(spec).text(text);
            case Value.Int(var number) -> of(spec).integer(number);
            case Value.Bool bool -> of(spec).integer(Arithmetic.integer(bool));
            case Value.Float(var number) -> of(spec).real(number);
            case Value.DateTime moment -> Strftime.format(moment, spec);
            case Value.Date(var date) ->
                Strftime.format(new Value.DateTime(date.atStartOfDay(), Optional.empty()), spec);
            case Value other ->
                throw ExpressionException.type(
                        "unsupported format string passed to " + Python.typeName(other) + ".__format__");
        };
    }

    private static FormatSpec of(String spec) {
        Matcher parts = SPEC.matcher(spec);
        if (!parts.matches()) {
            throw ExpressionException.value("invalid format specifier '" + spec + "'");
        }
        FormatSpec format = new FormatSpec(parts);
        if (format.width() > MAX_WIDTH || format.precision(0) > MAX_WIDTH) {
            throw ExpressionException.limit("format is wider than " + MAX_WIDTH + " characters");
        }
        return format;
    }

    private boolean has(int group) {
        return parts.group(group) != null;
    }

    private int width() {
        return has(7) ? Integer.parseInt(parts.group(7)) : 0;
    }

    private int precision(int otherwise) {
        return has(9) ? Integer.parseInt(parts.group(9)) : otherwise;
    }

    private static ExpressionException unknown(String type, String of) {
        return ExpressionException.value("unknown format code '" + type + "' for object of type '" + of + "'");
    }

    private String text(String text) {
        if (!type.isEmpty() && !type.equals("s")) {
            throw unknown(type, "str");
        }
        boolean numeric = has(3) || has(4) || has(5) || has(8) || "=".equals(parts.group(2));
        if (numeric) {
            throw ExpressionException.value("sign, '#', ',' or '=' not allowed in string format specifier");
        }
        int length = text.codePointCount(0, text.length());
        String cut =
                has(9) && precision(0) < length ? text.substring(0, text.offsetByCodePoints(0, precision(0))) : text;
        return align(cut, "", "<");
    }

    private String integer(BigInteger number) {
        if (!type.isEmpty() && "eEfFgG%".contains(type)) {
            return real(Arithmetic.real(new Value.Int(number)));
        }
        if (has(9)) {
            throw ExpressionException.value("precision not allowed in integer format specifier");
        }
        String digits =
                switch (type) {
                    case "", "d", "n" -> IntText.of(number.abs());
                    case "b" -> number.abs().toString(2);
                    case "o" -> number.abs().toString(8);
                    case "x", "X" -> number.abs().toString(16);
                    case "c" -> character(number);
                    default -> throw unknown(type, "int");
                };
        String prefix = has(5) && "boxX".contains(type) && !type.isEmpty() ? "0" + type.toLowerCase(Locale.ROOT) : "";
        String text = grouped(digits, type.isEmpty() || "dn".contains(type) ? 3 : 4);
        String head = type.equals("c") ? "" : sign(number.signum() < 0) + prefix;
        boolean upper = type.equals("X");
        return align(upper ? text.toUpperCase(Locale.ROOT) : text, upper ? head.toUpperCase(Locale.ROOT) : head, ">");
    }

    private static String character(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > 21 || number.intValue() > Character.MAX_CODE_POINT) {
            throw ExpressionException.value("%c arg not in range(0x110000)");
        }
        return Character.toString(number.intValue());
    }

    private String real(double number) {
        String text =
                switch (type) {
                    case "" -> plain(number);
                    case "%" -> real(number * 100, 'f', precision(6), has(5)) + "%";
                    case "e", "E", "f", "F", "g", "G" ->
                        real(number, Character.toLowerCase(type.charAt(0)), precision(6), has(5));
                    case "n" -> real(number, 'g', precision(6), has(5));
                    default -> throw unknown(type, "float");
                };
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        if (negative && has(4) && digits.chars().allMatch(c -> "0.".indexOf(c) >= 0)) {
            negative = false;
        }
        int end = 0;
        while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        String all = grouped(digits.substring(0, end), 3) + digits.substring(end);
        boolean upper = !type.isEmpty() && "EFG".contains(type);
        return align(upper ? all.toUpperCase(Locale.ROOT) : all, sign(negative), ">");
    }

    /** Without a type: as {@code repr}, or like {@code g} with at least one digit after the point. */
    private String plain(double number) {
        if (!has(9)) {
            return FloatText.repr(number);
        }
        String text = FloatText.general(number, precision(0), has(5));
        int digits = Math.max(1, precision(0));
        boolean whole = Double.isFinite(number) && text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        if (!whole) {
            return text;
        }
        // One digit more than the precision holds would be needed for ".0": then the exponent form is used.
        int length = text.startsWith("-") ? text.length() - 1 : text.length();
        return length < digits || digits == 1 && length < 1 ? text + ".0" : exponential(number, digits);
    }

    private static String exponential(double number, int digits) {
        String text = FloatText.exponential(number, digits - 1);
        int e = text.indexOf('e');
        String mantissa = text.substring(0, e);
        while (mantissa.indexOf('.') >= 0 && (mantissa.endsWith("0") || mantissa.endsWith("."))) {
            mantissa = mantissa.substring(0, mantissa.length() - 1);
        }
        return mantissa + text.substring(e);
    }

    /** One of the forms {@code e}, {@code f}, {@code g}; {@code alternate} keeps the point and the zeros of {@code g}. */
    static String real(double number, char form, int precision, boolean alternate) {
        String text =
                switch (form) {
                    case 'e' -> FloatText.exponential(number, precision);
                    case 'g' -> FloatText.general(number, precision, alternate);
                    default -> FloatText.fixed(number, precision);
                };
        boolean needsPoint = alternate && Double.isFinite(number) && text.indexOf('.') < 0;
        int e = text.indexOf('e');
        return !needsPoint ? text : e < 0 ? text + "." : text.substring(0, e) + "." + text.substring(e);
    }

    private String sign(boolean negative) {
        String asked = has(3) ? parts.group(3) : "-";
        return negative ? "-" : asked.equals("-") ? "" : asked;
    }

    private String grouped(String digits, int size) {
        if (!has(8)) {
            return digits;
        }
        if (parts.group(8).equals(",") && size != 3) {
            throw ExpressionException.value("cannot specify ',' with '" + type + "'");
        }
        StringBuilder grouped = new StringBuilder(digits);
        for (int i = digits.length() - size; i > 0; i -= size) {
            grouped.insert(i, parts.group(8));
        }
        return grouped.toString();
    }

    /** Zeros in front are grouped too, which may make the text one longer than asked. */
    private String zeroFilled(String text, int width) {
        int end = 0;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || ",_".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        StringBuilder digits =
                new StringBuilder(text.substring(0, end).replace(",", "").replace("_", ""));
        String rest = text.substring(end);
        int size = type.isEmpty() || "dneEfFgG%".contains(type) ? 3 : 4;
        while (grouped(digits.toString(), size).length() + rest.length() < width) {
            digits.insert(0, '0');
        }
        return grouped(digits.toString(), size) + rest;
    }

    private String align(String text, String head, String usual) {
        boolean zero = has(6) && !has(2);
        String fill = has(1) ? parts.group(1) : has(6) ? "0" : " ";
        String how = has(2) ? parts.group(2) : zero && usual.equals(">") ? "=" : usual;
        if (how.equals("=") && fill.equals("0") && has(8)) {
            return head + zeroFilled(text, width() - head.length());
        }
        int missing = width() - head.length() - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return head + text;
        }
        return switch (how) {
            case "<" -> head + text + fill.repeat(missing);
            case "^" -> fill.repeat(missing / 2) + head + text + fill.repeat(missing - missing / 2);
            case "=" -> head + fill.repeat(missing) + text;
            default -> fill.repeat(missing) + head + text;
        };
    }
}
