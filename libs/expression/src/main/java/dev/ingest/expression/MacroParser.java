package dev.ingest.expression;

import dev.ingest.expression.Expr.CallArguments;
import dev.ingest.expression.Stmt.MacroShape;
import dev.ingest.expression.UseLog.Captured;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses {@code macro} and {@code call}. */
final class MacroParser {
    /** Names a macro's body may read without declaring them. */
    private static final Set<String> IMPLICIT = Set.of("varargs", "kwargs", "caller");

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final UseLog log;
    private final StatementParser statements;

    private record Parameters(List<String> names, List<Expr> defaults) {}

    MacroParser(TokenStream tokens, ExpressionParser expressions, UseLog log, StatementParser statements) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.log = log;
        this.statements = statements;
    }

    Stmt macro() {
        String name = statements.assignable();
        log.write(name);
        Captured<MacroShape> shape = log.capture(() -> shape(parameters(), "endmacro"));
        enclose(shape);
        return new Stmt.MacroDefinition(name, shape.result());
    }

    private void enclose(Captured<MacroShape> shape) {
        Set<String> names = new HashSet<>(IMPLICIT);
        names.addAll(shape.result().parameters());
        log.inner(names, shape.uses());
    }

    private MacroShape shape(Parameters parameters, String end) {
        Captured<List<Stmt>> body = statements.capturedBody();
        log.uses().addAll(body.uses());
        statements.end(end);
        Set<String> uses = StatementParser.reads(body.uses());
        uses.retainAll(IMPLICIT);
        return new MacroShape(parameters.names(), parameters.defaults(), Set.copyOf(uses), body.result());
    }

    private Parameters parameters() {
        List<String> names = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!names.isEmpty()) {
                tokens.expectOperator(",");
            }
            Token at = tokens.peek();
            names.add(statements.assignable());
            if (tokens.skipOperator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw ExpressionException.syntax("a parameter without default follows one with", at.position());
            }
        }
        return new Parameters(List.copyOf(names), List.copyOf(defaults));
    }

    Stmt callBlock() {
        Captured<Parameters> parameters =
                log.capture(() -> tokens.isOperator("(") ? parameters() : new Parameters(List.of(), List.of()));
        Token at = tokens.peek();
        Expr call = withCaller(expressions.expression(), at);
        Captured<MacroShape> shape = log.capture(() -> {
            log.uses().addAll(parameters.uses());
            return shape(parameters.result(), "endcall");
        });
        enclose(shape);
        return new Stmt.CallBlock(shape.result(), call);
    }

    private static Expr withCaller(Expr call, Token at) {
        return switch (call) {
            case Expr.CallValue(var target, var arguments) -> new Expr.CallValue(target, withCaller(arguments));
            case Expr.MethodCall(var target, var name, var arguments) ->
                new Expr.MethodCall(target, name, withCaller(arguments));
            case Expr.Call(var function, var arguments) -> new Expr.Call(function, withCaller(arguments));
            case Expr other -> throw ExpressionException.syntax("expected a call", at.position());
        };
    }

    private static CallArguments withCaller(CallArguments arguments) {
        Map<String, Expr> named = new HashMap<>(arguments.named());
        named.put("caller", new Expr.Name(Stmt.CALLER));
        return new CallArguments(arguments.positional(), named, arguments.rest(), arguments.options());
    }
}
