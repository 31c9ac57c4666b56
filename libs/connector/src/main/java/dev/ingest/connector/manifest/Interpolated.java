package dev.ingest.connector.manifest;

import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Literal;
import dev.ingest.expression.Python;
import dev.ingest.expression.Template;
import dev.ingest.expression.Value;
import java.util.Set;

/**
 * A field that may hold a template, compiled once, with the {@code $parameters} of its component.
 *
 * @param literal the value itself where it is not text: numbers and booleans are not templates
 */
public record Interpolated(Template template, Value literal, Value.Dict parameters, String path) {
    /** What counts as false when a template decides: the texts here and Python's empty values. */
    private static final Set<String> FALSE_TEXTS = Set.of("False", "false", "{}", "[]", "()", "set()", "", "0", "0.0");

    /** @param known what the template may read */
    static Interpolated compile(String path, Value value, Value.Dict parameters, RootNames known) {
        Template template = compile(path, Python.str(value), known);
        known.problem(template).ifPresent(problem -> {
            throw new ManifestException(path, "template " + problem);
        });
        return new Interpolated(template, value, parameters, path);
    }

    private static Template compile(String path, String source, RootNames known) {
        try {
            return Template.compile(source, known.functions());
        } catch (ExpressionException invalid) {
            throw new ManifestException(path, "template does not compile: " + invalid.getMessage(), invalid);
        }
    }

    private boolean isLiteral() {
        return !(literal instanceof Value.Str);
    }

    private String render(Scope scope) {
        try {
            return template.render(scope.variables(parameters), scope.clock(), scope.observer());
        } catch (ExpressionException failed) {
            throw new EvaluationException(path, failed);
        }
    }

    /** The coerced result: {@code "5"} becomes 5 (see {@link Literal}). */
    public Value value(Scope scope) {
        if (isLiteral()) {
            return literal;
        }
        try {
            return template.value(scope.variables(parameters), scope.clock(), scope.observer());
        } catch (ExpressionException failed) {
            throw new EvaluationException(path, failed);
        }
    }

    /** The result as it goes into a mapping: what is empty or undefined is None, and so left out. */
    public Value entry(Scope scope) {
        if (isLiteral()) {
            return literal;
        }
        try {
            Value value = value(scope);
            return value.equals(Value.EMPTY) ? Value.NONE : value;
        } catch (EvaluationException failed) {
            if (failed.kind() == ExpressionException.Kind.UNDEFINED) {
                return Value.NONE;
            }
            throw failed;
        }
    }

    /** As {@link #entry}, but only text and lists are taken from the coercion: a rendered number stays as written. */
    Value textEntry(Scope scope) {
        Value coerced = entry(scope);
        if (isLiteral() || coerced instanceof Value.Str || coerced instanceof Value.Items) {
            return coerced;
        }
        return coerced instanceof Value.None && isUndefinedOrEmpty(scope) ? Value.NONE : Value.of(render(scope));
    }

    private boolean isUndefinedOrEmpty(Scope scope) {
        try {
            return render(scope).isEmpty();
        } catch (EvaluationException failed) {
            return failed.kind() == ExpressionException.Kind.UNDEFINED;
        }
    }

    /** The result as text, never coerced: numbers keep the form they were written in. */
    public String text(Scope scope) {
        return isLiteral() ? Python.str(literal) : render(scope);
    }

    /** Python's {@code str} of the coerced result: {@code 1e3} is {@code 1000.0}. */
    public String coercedText(Scope scope) {
        return Python.str(value(scope));
    }

    public boolean truth(Scope scope) {
        if (literal instanceof Value.Bool(var flag)) {
            return flag;
        }
        try {
            Value value = value(scope);
            return value instanceof Value.Str(var text) ? !FALSE_TEXTS.contains(text) : Python.truth(value);
        } catch (EvaluationException failed) {
            return switch (failed.kind()) {
                case UNDEFINED -> false;
                // An expression that fails on its operands' types counts as its own text, which is not a false one.
                case TYPE -> true;
                case SYNTAX, VALUE, LIMIT -> throw failed;
            };
        }
    }
}
