package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses text, {@code {{ }}} and the statements {@code if}, {@code for} and {@code set}. */
final class TemplateParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Set<String> assigned = new HashSet<>(Set.of("loop"));

    TemplateParser(String template) {
        this.tokens = new TokenStream(Lexer.tokens(template));
        this.expressions = new ExpressionParser(tokens);
    }

    /** Root names that must come from outside. */
    Set<String> freeNames() {
        Set<String> free = new HashSet<>(expressions.used());
        free.removeAll(assigned);
        return Set.copyOf(free);
    }

    List<Stmt> template() {
        List<Stmt> body = body();
        if (tokens.peek().kind() != Token.Kind.END) {
            throw ExpressionException.syntax(
                    "unexpected '" + tokens.peekSecond().text() + "'",
                    tokens.peek().position());
        }
        return body;
    }

    /** Statements up to a block this level does not know, which the caller must consume. */
    private List<Stmt> body() {
        tokens.enter();
        List<Stmt> statements = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            if (token.kind() == Token.Kind.TEXT) {
                statements.add(new Stmt.Text(tokens.next().text()));
            } else if (token.kind() == Token.Kind.PRINT_BEGIN) {
                statements.add(print());
            } else {
                Optional<Stmt> block = block();
                if (block.isEmpty()) {
                    tokens.leave();
                    return List.copyOf(statements);
                }
                statements.add(block.get());
            }
        }
    }

    private Stmt print() {
        tokens.next();
        Expr value = expressions.expressionOrTuple();
        tokens.expect(Token.Kind.PRINT_END, "'}}'");
        return new Stmt.Print(value);
    }

    private Optional<Stmt> block() {
        if (tokens.peek().kind() != Token.Kind.BLOCK_BEGIN) {
            return Optional.empty();
        }
        Token name = tokens.peekSecond();
        return switch (name.text()) {
            case "if" -> Optional.of(condition());
            case "for" -> Optional.of(loop());
            case "set" -> Optional.of(assignment());
            case "elif", "else", "endif", "endfor", "endset" -> Optional.empty();
            default ->
                throw ExpressionException.syntax(
                        "statement '" + name.text() + "' is not supported, expected if, for or set", name.position());
        };
    }

    private void open(String name) {
        tokens.expect(Token.Kind.BLOCK_BEGIN, "'{%'");
        tokens.expectName(name);
    }

    private void close() {
        tokens.expect(Token.Kind.BLOCK_END, "'%}'");
    }

    private boolean opens(String name) {
        return tokens.peek().kind() == Token.Kind.BLOCK_BEGIN
                && tokens.peekSecond().is(Token.Kind.NAME, name);
    }

    private Stmt condition() {
        List<Stmt.Branch> branches = new ArrayList<>();
        String keyword = "if";
        do {
            open(keyword);
            Expr condition = expressions.expression();
            close();
            branches.add(new Stmt.Branch(condition, body()));
            keyword = "elif";
        } while (opens("elif"));
        List<Stmt> otherwise = otherwise();
        open("endif");
        close();
        return new Stmt.If(List.copyOf(branches), otherwise);
    }

    private List<Stmt> otherwise() {
        if (!opens("else")) {
            return List.of();
        }
        open("else");
        close();
        return body();
    }

    private Stmt loop() {
        open("for");
        List<String> names = names();
        tokens.expectName("in");
        Expr items = expressions.withoutConditional();
        Optional<Expr> condition = tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        close();
        List<Stmt> body = body();
        List<Stmt> otherwise = otherwise();
        open("endfor");
        close();
        return new Stmt.For(names, items, condition, body, otherwise);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        boolean bracket = tokens.skipOperator("(");
        do {
            names.add(tokens.expect(Token.Kind.NAME, "a name").text());
        } while (tokens.skipOperator(","));
        if (bracket) {
            tokens.expectOperator(")");
        }
        assigned.addAll(names);
        return List.copyOf(names);
    }

    private Stmt assignment() {
        open("set");
        List<String> names = names();
        if (tokens.skipOperator(".")) {
            return attributeAssignment(names);
        }
        if (tokens.skipOperator("=")) {
            Expr value = expressions.expressionOrTuple();
            close();
            return new Stmt.Assign(names, value);
        }
        close();
        List<Stmt> body = body();
        open("endset");
        close();
        return new Stmt.AssignBlock(names.getFirst(), body);
    }

    private Stmt attributeAssignment(List<String> names) {
        Token attribute = tokens.expect(Token.Kind.NAME, "an attribute's name");
        tokens.expectOperator("=");
        Expr value = expressions.expressionOrTuple();
        close();
        return new Stmt.AssignAttribute(names.getFirst(), attribute.text(), value);
    }
}
