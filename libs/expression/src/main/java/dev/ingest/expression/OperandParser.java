package dev.ingest.expression;

import dev.ingest.expression.Expr.CallArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Operands: literals, names, and what follows them (attributes, calls, filters, tests). */
final class OperandParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final UseLog log;
    private final Set<String> extraFunctions;

    OperandParser(TokenStream tokens, ExpressionParser expressions, UseLog log, Set<String> extraFunctions) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.log = log;
        this.extraFunctions = extraFunctions;
    }

    Expr operand() {
        return filtered(signed());
    }

    private CallArguments arguments() {
        return new CallParser(tokens, expressions).arguments();
    }

    private Expr signed() {
        tokens.enter();
        Expr operand;
        if (tokens.skipOperator("-")) {
            operand = new Expr.Sign(true, signed());
        } else if (tokens.skipOperator("+")) {
            operand = new Expr.Sign(false, signed());
        } else {
            operand = postfix(primary());
        }
        tokens.leave();
        return operand;
    }

    private Expr primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> name();
            case STRING -> new Expr.Constant(Value.of(strings()));
            case INTEGER, FLOAT -> integer(tokens.next());
            case OPERATOR -> bracketed();
            case TEXT, PRINT_BEGIN, PRINT_END, BLOCK_BEGIN, BLOCK_END, END -> throw tokens.unexpected("a value");
        };
    }

    private Expr name() {
        Token token = tokens.next();
        return switch (token.text()) {
            case "true", "True" -> new Expr.Constant(Value.TRUE);
            case "false", "False" -> new Expr.Constant(Value.FALSE);
            case "none", "None" -> new Expr.Constant(Value.NONE);
            case "and", "or", "in", "is", "if", "else" ->
                throw ExpressionException.syntax("unexpected '" + token.text() + "'", token.position());
            default -> tokens.isOperator("(") ? function(token) : variable(token.text());
        };
    }

    private Expr variable(String name) {
        log.read(name);
        return new Expr.Name(name);
    }

    private Expr function(Token name) {
        Optional<Function> function =
                log.isWritten(name.text()) ? Optional.empty() : Builtins.function(name.text(), extraFunctions);
        if (function.isPresent()) {
            return new Expr.Call(function.get(), arguments());
        }
        log.call(name.text(), name.position());
        return new Expr.CallValue(new Expr.Name(name.text()), arguments());
    }

    private String strings() {
        StringBuilder text = new StringBuilder();
        while (tokens.peek().kind() == Token.Kind.STRING) {
            text.append(tokens.next().text());
        }
        return text.toString();
    }

    private Expr bracketed() {
        if (tokens.skipOperator("[")) {
            return new Expr.ListOf(elements("]"));
        }
        if (tokens.skipOperator("{")) {
            return dict();
        }
        if (!tokens.skipOperator("(")) {
            throw tokens.unexpected("a value");
        }
        if (tokens.skipOperator(")")) {
            return new Expr.TupleOf(List.of());
        }
        Expr first = expressions.expression();
        if (tokens.skipOperator(")")) {
            return first;
        }
        tokens.expectOperator(",");
        List<Expr> all = new ArrayList<>(List.of(first));
        all.addAll(elements(")"));
        return new Expr.TupleOf(all);
    }

    private List<Expr> elements(String closing) {
        List<Expr> elements = new ArrayList<>();
        while (!tokens.skipOperator(closing)) {
            elements.add(expressions.expression());
            if (!tokens.isOperator(closing)) {
                tokens.expectOperator(",");
            }
        }
        return elements;
    }

    private Expr dict() {
        List<Expr.Entry> entries = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            Expr key = expressions.expression();
            tokens.expectOperator(":");
            entries.add(new Expr.Entry(key, expressions.expression()));
            if (!tokens.isOperator("}")) {
                tokens.expectOperator(",");
            }
        }
        return new Expr.DictOf(entries);
    }

    private Expr postfix(Expr start) {
        Expr target = start;
        for (int links = 1; ; links++) {
            tokens.checkNesting(links);
            if (tokens.skipOperator(".")) {
                target = attribute(target);
            } else if (tokens.skipOperator("[")) {
                target = subscript(target);
            } else if (tokens.isOperator("(")) {
                target = new Expr.CallValue(target, arguments());
            } else {
                return target;
            }
        }
    }

    private Expr attribute(Expr target) {
        Token name = tokens.next();
        if (name.kind() == Token.Kind.INTEGER) {
            return new Expr.Item(target, integer(name));
        }
        if (name.kind() != Token.Kind.NAME) {
            throw ExpressionException.syntax("expected a name after '.'", name.position());
        }
        if (!tokens.isOperator("(")) {
            return new Expr.Attribute(target, name.text());
        }
        if (!Methods.exists(name.text())) {
            throw ExpressionException.syntax("unknown method '" + name.text() + "'", name.position());
        }
        return new Expr.MethodCall(target, name.text(), arguments());
    }

    private static Expr integer(Token token) {
        return new Expr.Constant(NumberLiteral.read(token.text(), 0).value());
    }

    private Expr subscript(Expr target) {
        Optional<Expr> first = tokens.isOperator(":") ? Optional.empty() : Optional.of(expressions.expression());
        if (first.isPresent() && tokens.skipOperator("]")) {
            return new Expr.Item(target, first.get());
        }
        if (first.isPresent() && tokens.skipOperator(",")) {
            List<Expr> all = new ArrayList<>(List.of(first.get()));
            all.addAll(elements("]"));
            return new Expr.Item(target, new Expr.TupleOf(all));
        }
        tokens.expectOperator(":");
        Optional<Expr> to = bound();
        Optional<Expr> step = tokens.skipOperator(":") ? bound() : Optional.empty();
        tokens.expectOperator("]");
        boolean constant = Expr.isConstant(target)
                && Stream.of(first, to, step).flatMap(Optional::stream).allMatch(Expr::isConstant);
        return new Expr.Slice(target, first, to, step, constant);
    }

    private Optional<Expr> bound() {
        return tokens.isOperator(":") || tokens.isOperator("]")
                ? Optional.empty()
                : Optional.of(expressions.expression());
    }

    private Expr filtered(Expr start) {
        Expr target = start;
        for (int links = 1; ; links++) {
            tokens.checkNesting(links);
            if (tokens.isOperator("|")) {
                target = filters(target);
            } else if (tokens.skipName("is")) {
                target = test(target);
            } else if (tokens.isOperator("(")) {
                target = new Expr.CallValue(target, arguments());
            } else {
                return target;
            }
        }
    }

    Expr filters(Expr start) {
        Expr target = start;
        for (int links = 1; tokens.skipOperator("|"); links++) {
            tokens.checkNesting(links);
            target = filter(target);
        }
        return target;
    }

    Expr filter(Expr target) {
        Token name = dottedName("a filter's name");
        Function function = Builtins.filter(name.text())
                .orElseThrow(() -> ExpressionException.syntax("unknown filter '" + name.text() + "'", name.position()));
        CallArguments arguments = tokens.isOperator("(") ? arguments() : CallArguments.NONE;
        return new Expr.Call(function, arguments.after(target));
    }

    /** Jinja reads {@code first.name} after a bar as one name, which is why an attribute cannot follow a filter. */
    private Token dottedName(String what) {
        Token name = tokens.expect(Token.Kind.NAME, what);
        StringBuilder text = new StringBuilder(name.text());
        while (tokens.skipOperator(".")) {
            text.append('.').append(tokens.expect(Token.Kind.NAME, "a name").text());
        }
        return new Token(Token.Kind.NAME, text.toString(), name.position());
    }

    private Expr test(Expr target) {
        boolean negated = tokens.skipName("not");
        Token name = dottedName("a test's name");
        Function function = Tests.test(name.text())
                .orElseThrow(() -> ExpressionException.syntax("unknown test '" + name.text() + "'", name.position()));
        return new Expr.Test(function, negated, testArguments().after(target));
    }

    /** A test takes its arguments in brackets, or a single one without: {@code x is divisibleby 3}. */
    private CallArguments testArguments() {
        if (tokens.isOperator("(")) {
            return arguments();
        }
        Token token = tokens.peek();
        boolean keyword = List.of("else", "or", "and", "if", "is", "in", "not").contains(token.text());
        boolean value =
                switch (token.kind()) {
                    case NAME -> !keyword;
                    case STRING, INTEGER, FLOAT -> true;
                    case OPERATOR -> tokens.isOperator("[") || tokens.isOperator("{");
                    case TEXT, PRINT_BEGIN, PRINT_END, BLOCK_BEGIN, BLOCK_END, END -> false;
                };
        return value ? CallArguments.of(postfix(primary())) : CallArguments.NONE;
    }
}
