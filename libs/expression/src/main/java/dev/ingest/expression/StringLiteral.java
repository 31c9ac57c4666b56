package dev.ingest.expression;

import java.util.Optional;

/** A quoted Python string with its escapes decoded; {@code end} is the index after the closing quote. */
record StringLiteral(String text, int end) {

    /** Reads a single-quoted (one line or many) literal that starts at {@code start} with its quote. */
    static StringLiteral read(String source, int start) {
        return read(source, start, source.substring(start, start + 1), false);
    }

    /**
     * A literal as Python's tokenizer reads it, which allows a bare newline between triple quotes only.
     *
     * @return empty where the text is not one
     */
    static Optional<StringLiteral> find(String source, int start, String quote, boolean raw) {
        try {
            StringLiteral literal = read(source, start, quote, raw);
            boolean oneLine = quote.length() == 3 || !hasBareNewline(source, start, literal.end());
            return oneLine ? Optional.of(literal) : Optional.empty();
        } catch (ExpressionException invalid) {
            return invalid.kind() == ExpressionException.Kind.SYNTAX ? Optional.empty() : fail(invalid);
        }
    }

    private static Optional<StringLiteral> fail(ExpressionException cause) {
        throw cause;
    }

    private static boolean hasBareNewline(String source, int start, int end) {
        for (int i = start; i < end; i++) {
            if (source.charAt(i) == '\\') {
                i++;
            } else if (source.charAt(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    private static StringLiteral read(String source, int start, String quote, boolean raw) {
        StringBuilder text = new StringBuilder();
        int i = start + quote.length();
        while (i < source.length()) {
            if (source.startsWith(quote, i)) {
                return new StringLiteral(text.toString(), i + quote.length());
            }
            char c = source.charAt(i);
            if (c == '\\' && i + 1 < source.length()) {
                i = raw ? keep(source, i, text) : escape(source, i, text);
            } else {
                text.append(c);
                i++;
            }
        }
        throw ExpressionException.syntax("string is not closed", start);
    }

    private static int keep(String source, int at, StringBuilder text) {
        text.append(source, at, at + 2);
        return at + 2;
    }

    private static int escape(String source, int at, StringBuilder text) {
        char c = source.charAt(at + 1);
        int simple = "\\'\"abfnrtv".indexOf(c);
        if (simple >= 0) {
            text.append("\\'\"\u0007\b\f\n\r\t\u000b".charAt(simple));
            return at + 2;
        }
        return switch (c) {
            case '\n' -> at + 2;
            case 'x' -> hex(source, at, 2, text);
            case 'u' -> hex(source, at, 4, text);
            case 'U' -> hex(source, at, 8, text);
            case 'N' -> named(source, at, text);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(source, at + 1, text);
            default -> keep(source, at, text);
        };
    }

    private static int hex(String source, int at, int digits, StringBuilder text) {
        int from = at + 2;
        int to = from + digits;
        if (to > source.length()
                || !source.substring(from, to).chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw ExpressionException.syntax("escape needs " + digits + " hexadecimal digits", at);
        }
        long codePoint = Long.parseLong(source.substring(from, to), 16);
        if (codePoint > Character.MAX_CODE_POINT) {
            throw ExpressionException.syntax("escape is not a character", at);
        }
        text.appendCodePoint((int) codePoint);
        return to;
    }

    /** {@code \\N{name}}: a character by its Unicode name. */
    private static int named(String source, int at, StringBuilder text) {
        int end = source.indexOf('}', at);
        if (!source.startsWith("{", at + 2) || end < 0) {
            throw ExpressionException.syntax("escape needs a character's name in braces", at);
        }
        try {
            text.appendCodePoint(Character.codePointOf(source.substring(at + 3, end)));
        } catch (IllegalArgumentException unknown) {
            throw ExpressionException.syntax("unknown character name: " + unknown.getMessage(), at);
        }
        return end + 1;
    }

    private static int octal(String source, int from, StringBuilder text) {
        int to = from;
        int codePoint = 0;
        while (to < source.length() && to < from + 3 && source.charAt(to) >= '0' && source.charAt(to) <= '7') {
            codePoint = codePoint * 8 + source.charAt(to) - '0';
            to++;
        }
        text.appendCodePoint(codePoint);
        return to;
    }
}
