package dev.ingest.expression;

import dev.ingest.expression.Expr.Comparison;
import dev.ingest.expression.Expr.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A Pratt parser for expressions: binary operators by binding power, then operands by {@link OperandParser}. */
final class ExpressionParser {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int COMPARE = 4;

    private record Power(Operator operator, int power) {}

    private static final Map<String, Power> OPERATORS = Map.of(
            "+", new Power(Operator.ADD, 5),
            "-", new Power(Operator.SUBTRACT, 5),
            "~", new Power(Operator.CONCATENATE, 6),
            "*", new Power(Operator.MULTIPLY, 7),
            "/", new Power(Operator.DIVIDE, 7),
            "//", new Power(Operator.FLOOR_DIVIDE, 7),
            "%", new Power(Operator.MODULO, 7),
            "**", new Power(Operator.POWER, 8));

    private static final Map<String, Comparison> COMPARISONS = Map.of(
            "==", Comparison.EQUAL,
            "!=", Comparison.NOT_EQUAL,
            "<", Comparison.LESS,
            "<=", Comparison.LESS_OR_EQUAL,
            ">", Comparison.GREATER,
            ">=", Comparison.GREATER_OR_EQUAL);

    private final TokenStream tokens;
    private final UseLog log;
    private final OperandParser operands;

    ExpressionParser(TokenStream tokens, UseLog log, Set<String> extraFunctions) {
        this.tokens = tokens;
        this.log = log;
        this.operands = new OperandParser(tokens, this, log, extraFunctions);
    }

    Expr expression() {
        tokens.enter();
        int start = log.mark();
        Expr value = binary(0);
        while (tokens.skipName("if")) {
            log.sometimes(start);
            Expr condition = binary(0);
            int end = log.mark();
            Optional<Expr> otherwise = tokens.skipName("else") ? Optional.of(expression()) : Optional.empty();
            log.sometimes(end);
            value = new Expr.Conditional(condition, value, otherwise);
        }
        tokens.leave();
        return value;
    }

    /** {@code | filter | filter}: the filters alone, applied to what the given expression names. */
    Expr filters(Expr target) {
        return operands.filters(target);
    }

    /** One filter without its bar, and any that follow. */
    Expr filtersWithoutBar(Expr target) {
        return operands.filters(operands.filter(target));
    }

    /** {@code a, b}: a tuple without brackets, where a statement allows one. */
    Expr expressionOrTuple() {
        return orTuple(this::expression);
    }

    /** Without the conditional: in {@code for x in items if c} the {@code if} belongs to the loop. */
    Expr withoutConditional() {
        return orTuple(() -> binary(0));
    }

    private Expr orTuple(Supplier<Expr> one) {
        Expr first = one.get();
        if (!tokens.isOperator(",")) {
            return first;
        }
        List<Expr> elements = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",")) {
            if (tokens.peek().kind() == Token.Kind.PRINT_END || tokens.peek().kind() == Token.Kind.BLOCK_END) {
                break;
            }
            elements.add(one.get());
        }
        return new Expr.TupleOf(elements);
    }

    private Expr binary(int minimum) {
        tokens.enter();
        Expr left = prefix();
        for (int links = 1; ; links++) {
            tokens.checkNesting(links);
            Optional<Expr> extended = extend(left, minimum);
            if (extended.isEmpty()) {
                tokens.leave();
                return left;
            }
            left = extended.get();
        }
    }

    private Expr prefix() {
        return tokens.skipName("not") ? new Expr.Not(binary(NOT)) : operands.operand();
    }

    private Optional<Expr> extend(Expr left, int minimum) {
        if (minimum < OR && tokens.skipName("or")) {
            return Optional.of(new Expr.Or(left, sometimes(OR)));
        }
        if (minimum < AND && tokens.skipName("and")) {
            return Optional.of(new Expr.And(left, sometimes(AND)));
        }
        if (minimum < COMPARE && comparison().isPresent()) {
            return Optional.of(compare(left));
        }
        Token token = tokens.peek();
        Power power = token.kind() == Token.Kind.OPERATOR ? OPERATORS.get(token.text()) : null;
        if (power == null || power.power() <= minimum) {
            return Optional.empty();
        }
        tokens.next();
        return Optional.of(new Expr.Binary(power.operator(), left, binary(power.power())));
    }

    /** The right-hand side of {@code and} and {@code or}, which an evaluation may not reach. */
    private Expr sometimes(int power) {
        int start = log.mark();
        Expr right = binary(power);
        log.sometimes(start);
        return right;
    }

    private Expr compare(Expr first) {
        List<Expr.Link> links = new ArrayList<>();
        for (var next = comparison(); next.isPresent(); next = comparison()) {
            tokens.next();
            if (next.get() == Comparison.NOT_IN) {
                tokens.expectName("in");
            }
            links.add(new Expr.Link(next.get(), links.isEmpty() ? binary(COMPARE) : sometimes(COMPARE)));
        }
        return new Expr.Compare(first, links);
    }

    private Optional<Comparison> comparison() {
        if (tokens.isName("in")) {
            return Optional.of(Comparison.IN);
        }
        if (tokens.isName("not") && tokens.peekSecond().is(Token.Kind.NAME, "in")) {
            return Optional.of(Comparison.NOT_IN);
        }
        Token token = tokens.peek();
        return token.kind() == Token.Kind.OPERATOR
                ? Optional.ofNullable(COMPARISONS.get(token.text()))
                : Optional.empty();
    }
}
