package dev.ingest.expression;

import java.util.List;

/** The tokens still to be parsed, and how deeply the parser is nested. */
final class TokenStream {
    private static final int MAX_NESTING = 100;

    private final List<Token> tokens;
    private int at;
    private int nesting;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean isOperator(String operator) {
        return peek().is(Token.Kind.OPERATOR, operator);
    }

    boolean isName(String name) {
        return peek().is(Token.Kind.NAME, name);
    }

    boolean skipOperator(String operator) {
        boolean found = isOperator(operator);
        if (found) {
            at++;
        }
        return found;
    }

    boolean skipName(String name) {
        boolean found = isName(name);
        if (found) {
            at++;
        }
        return found;
    }

    Token expect(Token.Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return next();
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw unexpected("'" + name + "'");
        }
    }

    ExpressionException unexpected(String expected) {
        return ExpressionException.syntax(
                "unexpected " + peek().describe() + ", expected " + expected, peek().position());
    }

    void enter() {
        checkNesting(++nesting);
    }

    /** @param links operators, filters or look-ups one after the other: each holds those before it */
    void checkNesting(int links) {
        if (links > MAX_NESTING) {
            throw ExpressionException.syntax("nested more than " + MAX_NESTING + " levels deep", peek().position());
        }
    }

    void leave() {
        nesting--;
    }
}
