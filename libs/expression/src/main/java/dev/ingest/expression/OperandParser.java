package dev.ingest.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operands: literals, names, and what follows them (attributes, calls, filters, tests). */
final class OperandParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;

    OperandParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expr operand() {
        return filtered(signed());
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
            case INTEGER, FLOAT -> {
                tokens.next();
                yield new Expr.Constant(NumberLiteral.read(token.text(), 0).value());
            }
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
        expressions.used().add(name);
        return new Expr.Name(name);
    }

    private Expr function(Token name) {
        Builtin builtin = Builtins.function(name.text())
                .orElseThrow(
                        () -> ExpressionException.syntax("unknown function '" + name.text() + "'", name.position()));
        CallArguments arguments = arguments();
        return new Expr.Call(name.text(), builtin, arguments.positional(), arguments.named(), name.position());
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
        while (true) {
            if (tokens.skipOperator(".")) {
                target = attribute(target);
            } else if (tokens.skipOperator("[")) {
                target = subscript(target);
            } else if (tokens.isOperator("(")) {
                throw ExpressionException.syntax(
                        "only functions and methods can be called",
                        tokens.peek().position());
            } else {
                return target;
            }
        }
    }

    private Expr attribute(Expr target) {
        Token name = tokens.next();
        if (name.kind() == Token.Kind.INTEGER) {
            return new Expr.Item(
                    target, new Expr.Constant(NumberLiteral.read(name.text(), 0).value()));
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
        CallArguments arguments = arguments();
        return new Expr.MethodCall(target, name.text(), arguments.positional(), arguments.named(), name.position());
    }

    private Expr subscript(Expr target) {
        Optional<Expr> first = tokens.isOperator(":") ? Optional.empty() : Optional.of(expressions.expression());
        if (first.isPresent() && tokens.skipOperator("]")) {
            return new Expr.Item(target, first.get());
        }
        tokens.expectOperator(":");
        Optional<Expr> to = bound();
        Optional<Expr> step = tokens.skipOperator(":") ? bound() : Optional.empty();
        tokens.expectOperator("]");
        return new Expr.Slice(target, first, to, step);
    }

    private Optional<Expr> bound() {
        return tokens.isOperator(":") || tokens.isOperator("]")
                ? Optional.empty()
                : Optional.of(expressions.expression());
    }

    private Expr filtered(Expr start) {
        Expr target = start;
        while (true) {
            if (tokens.skipOperator("|")) {
                target = postfix(filter(target));
            } else if (tokens.skipName("is")) {
                target = test(target);
            } else {
                return target;
            }
        }
    }

    private Expr filter(Expr target) {
        Token name = tokens.expect(Token.Kind.NAME, "a filter's name");
        Builtin builtin = Builtins.filter(name.text())
                .orElseThrow(() -> ExpressionException.syntax("unknown filter '" + name.text() + "'", name.position()));
        List<Expr> positional = new ArrayList<>(List.of(target));
        CallArguments arguments = tokens.isOperator("(") ? arguments() : new CallArguments(List.of(), Map.of());
        positional.addAll(arguments.positional());
        return new Expr.Call(name.text(), builtin, positional, arguments.named(), name.position());
    }

    private Expr test(Expr target) {
        boolean negated = tokens.skipName("not");
        Token name = tokens.expect(Token.Kind.NAME, "a test's name");
        Builtin builtin = Tests.test(name.text())
                .orElseThrow(() -> ExpressionException.syntax("unknown test '" + name.text() + "'", name.position()));
        return new Expr.Test(builtin, negated, target, testArguments());
    }

    /** A test takes its arguments in brackets, or a single one without: {@code x is divisibleby 3}. */
    private List<Expr> testArguments() {
        if (tokens.isOperator("(")) {
            return arguments().positional();
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
        return value ? List.of(postfix(primary())) : List.of();
    }

    private record CallArguments(List<Expr> positional, Map<String, Expr> named) {}

    private CallArguments arguments() {
        tokens.expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        Map<String, Expr> named = new LinkedHashMap<>();
        while (!tokens.skipOperator(")")) {
            Token name = tokens.peek();
            if (name.kind() == Token.Kind.NAME && tokens.peekSecond().is(Token.Kind.OPERATOR, "=")) {
                tokens.next();
                tokens.next();
                named.put(name.text(), expressions.expression());
            } else {
                positional.add(expressions.expression());
            }
            if (!tokens.isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new CallArguments(positional, named);
    }
}
