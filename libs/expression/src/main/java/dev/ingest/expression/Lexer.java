package dev.ingest.expression;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Splits a template into text, and the tokens inside {@code {{ }}} and {@code {% %}}. */
final class Lexer {
    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean trimNext;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        // Jinja drops one trailing newline; a YAML block scalar always ends with one.
        String source = template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
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
            text = text.stripLeading();
        }
        boolean trimBefore = end + 2 < source.length() && source.charAt(end + 2) == '-';
        if (trimBefore) {
            text = text.stripTrailing();
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
        trimNext = source.charAt(end - 1) == '-';
        at = end + 2;
    }

    private void blockOrRaw() {
        int end = source.indexOf("%}", at + 2);
        if (end > 0 && source.substring(at + 2, end).replace("-", " ").strip().equals("raw")) {
            raw(end);
        } else {
            code(Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END, "%}");
        }
    }

    private void raw(int endOfTag) {
        int from = endOfTag + 2;
        for (int i = source.indexOf("{%", from); i >= 0; i = source.indexOf("{%", i + 2)) {
            int end = source.indexOf("%}", i);
            if (end > 0
                    && source.substring(i + 2, end).replace("-", " ").strip().equals("endraw")) {
                tokens.add(new Token(Token.Kind.TEXT, source.substring(from, i), from));
                at = end + 2;
                return;
            }
        }
        throw ExpressionException.syntax("raw block is not closed, expected '{% endraw %}'", at);
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
        if (!trims && !source.startsWith(closing, at)) {
            return false;
        }
        at += trims ? 1 : 0;
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
        } else if (Character.isDigit(c)) {
            number();
        } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
            name();
        } else {
            operator(brackets);
        }
    }

    private void skipBlanks() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
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
