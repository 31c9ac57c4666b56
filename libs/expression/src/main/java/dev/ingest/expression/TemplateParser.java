package dev.ingest.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses text, {@code {{ }}} and where the statements of {@link StatementParser} begin and end. */
final class TemplateParser {
    private static final Set<String> CLOSING =
            Set.of("elif", "else", "endif", "endfor", "endset", "endmacro", "endcall", "endfilter", "endwith");

    private final TokenStream tokens;
    private final UseLog log = new UseLog();
    private final ExpressionParser expressions;
    private final StatementParser statements;

    TemplateParser(String template, Set<String> extraFunctions) {
        this.tokens = new TokenStream(Lexer.tokens(template));
        this.expressions = new ExpressionParser(tokens, log, extraFunctions);
        this.statements = new StatementParser(tokens, expressions, log, this);
    }

    Uses uses() {
        return Uses.of(log.uses());
    }

    List<Stmt> template() {
        List<Stmt> body = body();
        if (tokens.peek().kind() != Token.Kind.END) {
            throw ExpressionException.syntax(
                    "unexpected '" + tokens.peekSecond().text() + "'",
                    tokens.peek().position());
        }
        log.checkCalls();
        return body;
    }

    /** Statements up to a block this level does not know, which the caller must consume. */
    List<Stmt> body() {
        tokens.enter();
        List<Stmt> all = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            if (token.kind() == Token.Kind.TEXT) {
                all.add(new Stmt.Text(tokens.next().text()));
            } else if (token.kind() == Token.Kind.PRINT_BEGIN) {
                all.add(print());
            } else {
                Optional<List<Stmt>> block = block();
                if (block.isEmpty()) {
                    tokens.leave();
                    return List.copyOf(all);
                }
                all.addAll(block.get());
            }
        }
    }

    private Stmt print() {
        tokens.next();
        Expr value = expressions.expressionOrTuple();
        tokens.expect(Token.Kind.PRINT_END, "'}}'");
        return new Stmt.Print(value);
    }

    private Optional<List<Stmt>> block() {
        if (tokens.peek().kind() != Token.Kind.BLOCK_BEGIN
                || CLOSING.contains(tokens.peekSecond().text())) {
            return Optional.empty();
        }
        tokens.next();
        return Optional.of(statements.statement());
    }
}
