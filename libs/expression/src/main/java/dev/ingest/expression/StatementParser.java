package dev.ingest.expression;

import dev.ingest.expression.Stmt.Target;
import dev.ingest.expression.UseLog.Captured;
import dev.ingest.expression.Uses.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses the statements inside {@code {% %}}. */
final class StatementParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final UseLog log;
    private final TemplateParser templates;
    private final MacroParser macros;

    StatementParser(TokenStream tokens, ExpressionParser expressions, UseLog log, TemplateParser templates) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.log = log;
        this.templates = templates;
        this.macros = new MacroParser(tokens, expressions, log, this);
    }

    /** The statement whose {@code {%} has been read, with its body and its end. */
    List<Stmt> statement() {
        Token name = tokens.expect(Token.Kind.NAME, "a statement's name");
        return switch (name.text()) {
            case "if" -> List.of(condition());
            case "for" -> List.of(loop());
            case "set" -> List.of(assignment());
            case "with" -> List.of(with());
            case "filter" -> List.of(filter());
            case "macro" -> List.of(macros.macro());
            case "call" -> List.of(macros.callBlock());
            case "print" -> prints();
            default ->
                throw ExpressionException.syntax(
                        "statement '" + name.text()
                                + "' is not supported, expected if, for, set, with, filter, macro, call or print",
                        name.position());
        };
    }

    /** Up to the block's closing statement, which is not consumed. */
    List<Stmt> body() {
        // Jinja allows Python's colon at the end of a statement.
        if (tokens.isOperator(":")) {
            tokens.next();
        }
        tokens.expect(Token.Kind.BLOCK_END, "'%}'");
        return templates.body();
    }

    Captured<List<Stmt>> capturedBody() {
        return log.capture(this::body);
    }

    private boolean opens(String name) {
        return tokens.peek().kind() == Token.Kind.BLOCK_BEGIN
                && tokens.peekSecond().is(Token.Kind.NAME, name);
    }

    private void open(String name) {
        tokens.expect(Token.Kind.BLOCK_BEGIN, "'{%'");
        tokens.expectName(name);
    }

    void end(String name) {
        open(name);
        tokens.expect(Token.Kind.BLOCK_END, "'%}'");
    }

    private Stmt condition() {
        Expr condition = expressions.withoutConditional();
        Captured<List<Stmt>> body = capturedBody();
        List<Stmt.Branch> branches = new ArrayList<>(List.of(new Stmt.Branch(condition, body.result())));
        Captured<List<Stmt.Branch>> others = log.capture(this::otherConditions);
        branches.addAll(others.result());
        Captured<List<Stmt>> otherwise = log.capture(this::otherwise);
        end("endif");
        log.branches(List.of(body.uses(), others.uses(), otherwise.uses()));
        return new Stmt.If(List.copyOf(branches), otherwise.result());
    }

    /** In Jinja each {@code elif} is an {@code if} of its own, whose other branches are empty. */
    private List<Stmt.Branch> otherConditions() {
        List<Stmt.Branch> branches = new ArrayList<>();
        while (opens("elif")) {
            open("elif");
            Expr condition = expressions.withoutConditional();
            Captured<List<Stmt>> body = capturedBody();
            log.branches(List.of(body.uses(), List.of(), List.of()));
            branches.add(new Stmt.Branch(condition, body.result()));
        }
        return branches;
    }

    private List<Stmt> otherwise() {
        if (!opens("else")) {
            return List.of();
        }
        open("else");
        return body();
    }

    private Stmt loop() {
        Target target = target();
        tokens.expectName("in");
        Expr items = expressions.withoutConditional();
        Captured<Optional<Expr>> condition =
                log.capture(() -> tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty());
        boolean recursive = tokens.skipName("recursive");
        Captured<List<Stmt>> body = capturedBody();
        Captured<List<Stmt>> otherwise = log.capture(this::otherwise);
        end("endfor");
        Set<String> names = names(target);
        log.inner(names, condition.uses());
        log.inner(Set.of(), otherwise.uses());
        names.add("loop");
        log.inner(names, body.uses());
        return new Stmt.For(target, items, condition.result(), recursive, body.result(), otherwise.result());
    }

    private static Set<String> names(Target target) {
        Set<String> names = new HashSet<>();
        switch (target) {
            case Target.Name(var name) -> names.add(name);
            case Target.Several(var targets) -> targets.forEach(one -> names.addAll(names(one)));
            case Target.Attribute attribute -> {}
        }
        return names;
    }

    private Target target() {
        Target first = oneTarget();
        if (!tokens.isOperator(",")) {
            return first;
        }
        List<Target> all = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",")) {
            if (tokens.peek().kind() != Token.Kind.NAME && !tokens.isOperator("(") || tokens.isName("in")) {
                break;
            }
            all.add(oneTarget());
        }
        return new Target.Several(List.copyOf(all));
    }

    private Target oneTarget() {
        if (tokens.skipOperator("(")) {
            tokens.enter();
            Target inner = target();
            tokens.leave();
            tokens.expectOperator(")");
            return inner;
        }
        String name = assignable();
        return tokens.skipOperator(".")
                ? new Target.Attribute(
                        name,
                        tokens.expect(Token.Kind.NAME, "an attribute's name").text())
                : new Target.Name(name);
    }

    String assignable() {
        Token name = tokens.expect(Token.Kind.NAME, "a name");
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
            throw ExpressionException.syntax("cannot assign to '" + name.text() + "'", name.position());
        }
        return name.text();
    }

    private void write(Target target) {
        switch (target) {
            case Target.Name(var name) -> log.write(name);
            case Target.Several(var targets) -> targets.forEach(this::write);
            case Target.Attribute(var name, var attribute) -> log.read(name);
        }
    }

    private Stmt assignment() {
        Target target = target();
        if (tokens.skipOperator("=")) {
            Expr value = expressions.expressionOrTuple();
            write(target);
            tokens.expect(Token.Kind.BLOCK_END, "'%}'");
            return new Stmt.Assign(target, value);
        }
        write(target);
        Expr filtered = expressions.filters(new Expr.Name(Stmt.BODY));
        Captured<List<Stmt>> body = capturedBody();
        log.inner(Set.of(), body.uses());
        end("endset");
        return new Stmt.AssignBlock(target, filtered, body.result());
    }

    private Stmt with() {
        List<Stmt.Assign> assignments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (tokens.peek().kind() != Token.Kind.BLOCK_END) {
            if (!assignments.isEmpty()) {
                tokens.expectOperator(",");
            }
            Target target = oneTarget();
            tokens.expectOperator("=");
            assignments.add(new Stmt.Assign(target, expressions.expression()));
            names.addAll(names(target));
        }
        Captured<List<Stmt>> body = capturedBody();
        log.inner(names, body.uses());
        end("endwith");
        return new Stmt.With(List.copyOf(assignments), body.result());
    }

    private Stmt filter() {
        Expr filtered = expressions.filtersWithoutBar(new Expr.Name(Stmt.BODY));
        Captured<List<Stmt>> body = capturedBody();
        log.inner(Set.of(), body.uses());
        end("endfilter");
        return new Stmt.FilterBlock(filtered, body.result());
    }

    private List<Stmt> prints() {
        List<Stmt> all = new ArrayList<>();
        while (tokens.peek().kind() != Token.Kind.BLOCK_END) {
            if (!all.isEmpty()) {
                tokens.expectOperator(",");
            }
            all.add(new Stmt.Print(expressions.expression()));
        }
        tokens.next();
        return all;
    }

    static Set<String> reads(List<Use> uses) {
        Set<String> reads = new HashSet<>();
        for (Use use : uses) {
            switch (use) {
                case Use.Read(var name, var always) -> reads.add(name);
                case Use.Write write -> {}
                case Use.Branches(var branches) -> branches.forEach(branch -> reads.addAll(reads(branch)));
                case Use.Inner(var parameters, var inner) -> reads.addAll(reads(inner));
            }
        }
        return reads;
    }
}
