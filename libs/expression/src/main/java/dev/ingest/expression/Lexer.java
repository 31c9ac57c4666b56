package dev.ingest.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a template into text, and the tokens inside {@code {{ }}} and {@code {% %}}. */
final class Lexer {
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\s*-?%\\}");
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*[-+]?%\\}");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean trimNext;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        // Jinja drops one trailing newline; a YAML block scalar always ends with one.
        String lines = template.indexOf('\r') < 0
                ? template
                : template.replace("\r\n", "\n").replace('\r', '\n');
        String source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
        Lexer lexer = new Lexer(source);
        lexer.run();
        return List.copyOf(lexer.tokens);
    }

    private void run() {
        while (at < source.length()) {
            int open = nextOpening();
            text(open);
            if (open == source.length()) {
                break;
            }
            at = open;
            switch (source.charAt(open + 1)) {
                case '#' -> comment();
                case '{' -> code(Token.Kind.PRINT_BEGIN, Token.Kind.PRINT_END, "}}");
                default -> blockOrRaw();
            }
        }
        tokens.add(new Token(Token.Kind.END, "", source.length()));
    }

    private int nextOpening() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return source.length();
    }

    private void text(int end) {
        String text = source.substring(at, end);
        if (trimNext) {
            text = Text.strip(text, true, false);
        }
        boolean trimBefore = end + 2 < source.length() && source.charAt(end + 2) == '-';
        if (trimBefore) {
            text = Text.strip(text, false, true);
        }
        if (!text.isEmpty()) {
            tokens.add(new Token(Token.Kind.TEXT, text, at));
        }
        trimNext = false;
        at = end;
    }

    private void comment() {
        int end = source.indexOf("#}", at + 2);
        if (end < 0) {
            throw ExpressionException.syntax("comment is not closed, expected '#}'", at);
        }
        trimNext = source.charAt(end - 1) == '-' && end > at + 2;
        at = end + 2;
    }

    private void blockOrRaw() {
        Matcher raw = RAW.matcher(source).region(at, source.length());
        if (raw.lookingAt()) {
            raw(raw.end(), raw.group().endsWith("-%}"));
        } else {
            code(Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END, "%}");
        }
    }

    private void raw(int from, boolean trimStart) {
        Matcher end = END_RAW.matcher(source);
        if (!end.find(from)) {
            throw ExpressionException.syntax("raw block is not closed, expected '{% endraw %}'", at);
        }
        String text = source.substring(from, end.start());
        String kept = Text.strip(text, trimStart, end.group(1).equals("-"));
        if (!kept.isEmpty()) {
            tokens.add(new Token(Token.Kind.TEXT, kept, from));
        }
        trimNext = end.group().endsWith("-%}");
        at = end.end();
    }

    private void code(Token.Kind begin, Token.Kind end, String closing) {
        int start = at;
        tokens.add(new Token(begin, source.substring(at, at + 2), at));
        at += 2;
        if (at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')) {
            at++;
        }
        Deque<Character> brackets = new ArrayDeque<>();
        while (true) {
            skipBlanks();
            if (at >= source.length()) {
                throw ExpressionException.syntax("expression is not closed, expected '" + closing + "'", start);
            }
            if (brackets.isEmpty() && closed(end, closing)) {
                return;
            }
            one(brackets);
        }
    }

    private boolean closed(Token.Kind end, String closing) {
        boolean trims = source.startsWith("-" + closing, at);
        boolean keeps = end == Token.Kind.BLOCK_END && source.startsWith("+" + closing, at);
        if (!trims && !keeps && !source.startsWith(closing, at)) {
            return false;
        }
        at += trims || keeps ? 1 : 0;
        tokens.add(new Token(end, closing, at));
        at += 2;
        trimNext = trims;
        return true;
    }

    private void one(Deque<Character> brackets) {
        char c = source.charAt(at);
        if (c == '"' || c == '\'') {
            StringLiteral literal = StringLiteral.read(source, at);
            tokens.add(new Token(Token.Kind.STRING, literal.text(), at));
            at = literal.end();
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            name();
        } else {
            operator(brackets);
        }
    }

    private void skipBlanks() {
        while (at < source.length() && Text.isSpace(source.charAt(at))) {
            at++;
        }
    }

    private void name() {
        int start = at;
        while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
            at++;
        }
        tokens.add(new Token(Token.Kind.NAME, source.substring(start, at), start));
    }

    private void number() {
        NumberLiteral literal = NumberLiteral.read(source, at);
        tokens.add(new Token(
                literal.isFloat() ? Token.Kind.FLOAT : Token.Kind.INTEGER, source.substring(at, literal.end()), at));
        at = literal.end();
    }

    private void operator(Deque<Character> brackets) {
        String two = at + 1 < source.length() ? source.substring(at, at + 2) : "";
        if (List.of("==", "!=", "<=", ">=", "//", "**").contains(two)) {
            tokens.add(new Token(Token.Kind.OPERATOR, two, at));
            at += 2;
            return;
        }
        char c = source.charAt(at);
        if ("+-*/%~<>=.,:|()[]{}".indexOf(c) < 0) {
            throw ExpressionException.syntax("unexpected character '" + c + "'", at);
        }
        balance(brackets, c);
        tokens.add(new Token(Token.Kind.OPERATOR, String.valueOf(c), at));
        at++;
    }

    private void balance(Deque<Character> brackets, char c) {
        int opening = "([{".indexOf(c);
        if (opening >= 0) {
            brackets.push(")]}".charAt(opening));
        } else if (")]}".indexOf(c) >= 0 && (brackets.isEmpty() || brackets.pop() != c)) {
            throw ExpressionException.syntax("unexpected '" + c + "'", at);
        }
    }
}
