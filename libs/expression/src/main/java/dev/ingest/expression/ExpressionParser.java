package dev.ingest.expression;

import dev.ingest.expression.Expr.Comparison;
import dev.ingest.expression.Expr.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private final OperandParser operands;
    private final Set<String> used = new HashSet<>();

    ExpressionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.operands = new OperandParser(tokens, this);
    }

    /** Root names the expressions parsed so far read. */
    Set<String> used() {
        return used;
    }

    Expr expression() {
        tokens.enter();
        Expr value = binary(0);
        while (tokens.skipName("if")) {
            Expr condition = binary(0);
            Optional<Expr> otherwise = tokens.skipName("else") ? Optional.of(expression()) : Optional.empty();
            value = new Expr.Conditional(condition, value, otherwise);
        }
        tokens.leave();
        return value;
    }

    /** {@code a, b}: a tuple without brackets, where a statement allows one. */
    Expr expressionOrTuple() {
        Expr first = expression();
        if (!tokens.isOperator(",")) {
            return first;
        }
        List<Expr> elements = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",")) {
            if (tokens.peek().kind() == Token.Kind.PRINT_END || tokens.peek().kind() == Token.Kind.BLOCK_END) {
                break;
            }
            elements.add(expression());
        }
        return new Expr.TupleOf(elements);
    }

    /** Without the conditional: in {@code for x in items if c} the {@code if} belongs to the loop. */
    Expr withoutConditional() {
        return binary(0);
    }

    private Expr binary(int minimum) {
        tokens.enter();
        Expr left = prefix();
        while (true) {
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
            return Optional.of(new Expr.Or(left, binary(OR)));
        }
        if (minimum < AND && tokens.skipName("and")) {
            return Optional.of(new Expr.And(left, binary(AND)));
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

    private Expr compare(Expr first) {
        List<Expr.Link> links = new ArrayList<>();
        for (var next = comparison(); next.isPresent(); next = comparison()) {
            tokens.next();
            if (next.get() == Comparison.NOT_IN) {
                tokens.expectName("in");
            }
            links.add(new Expr.Link(next.get(), binary(COMPARE)));
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
