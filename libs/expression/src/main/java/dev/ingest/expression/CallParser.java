package dev.ingest.expression;

import dev.ingest.expression.Expr.CallArguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the arguments of one call: positional ones, then named ones, {@code *values} and {@code **options}. */
final class CallParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final List<Expr> positional = new ArrayList<>();
    private final Map<String, Expr> named = new LinkedHashMap<>();
    private Optional<Expr> rest = Optional.empty();
    private Optional<Expr> options = Optional.empty();

    CallParser(TokenStream tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    CallArguments arguments() {
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            argument();
            if (!tokens.isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new CallArguments(List.copyOf(positional), named.isEmpty() ? Map.of() : named, rest, options);
    }

    private void argument() {
        Token name = tokens.peek();
        if (tokens.skipOperator("*")) {
            ensure(rest.isEmpty() && options.isEmpty(), name);
            rest = Optional.of(expressions.expression());
        } else if (tokens.skipOperator("**")) {
            ensure(options.isEmpty(), name);
            options = Optional.of(expressions.expression());
        } else if (name.kind() == Token.Kind.NAME && tokens.peekSecond().is(Token.Kind.OPERATOR, "=")) {
            ensure(options.isEmpty() && !named.containsKey(name.text()), name);
            tokens.next();
            tokens.next();
            named.put(name.text(), expressions.expression());
        } else {
            ensure(rest.isEmpty() && options.isEmpty() && named.isEmpty(), name);
            positional.add(expressions.expression());
        }
    }

    private static void ensure(boolean allowed, Token at) {
        if (!allowed) {
            throw ExpressionException.syntax("argument in the wrong place or given twice", at.position());
        }
    }
}
