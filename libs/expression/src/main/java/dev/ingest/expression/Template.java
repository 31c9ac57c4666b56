package dev.ingest.expression;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled template. Immutable and thread-safe.
 *
 * <p>The language is Jinja 3.1 in the environment of Airbyte's CDK 7.28, without what loads other templates. Unknown
 * functions, filters, tests, methods and statements are refused when compiling.
 */
public final class Template {
    /** Anywhere in a template the language refuses this name, since it was removed from the language. */
    private static final String REMOVED_NAME = "stream_state";

    private final String source;
    private final List<Stmt> body;
    private final Set<String> names;
    private final Set<String> certainNames;
    private final String[] required;
    private final Set<List<String>> origins;
    private final boolean separate;
    private final Optional<String> text;
    private final Optional<Value> textValue;

    private Template(String source, List<Stmt> body, Uses uses) {
        this.source = source;
        this.body = body;
        this.names = uses.undeclared();
        this.certainNames = uses.always();
        this.required = names.toArray(String[]::new);
        this.origins = Origins.of(body);
        this.separate = Origins.areSeparate(body);
        this.text = textOf(body);
        this.textValue = text.map(Template::coerced);
    }

    private static Optional<String> textOf(List<Stmt> body) {
        return switch (body.size()) {
            case 0 -> Optional.of("");
            case 1 -> body.getFirst() instanceof Stmt.Text(var only) ? Optional.of(only) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** @throws ExpressionException of kind SYNTAX, with the position in {@code source} */
    public static Template compile(String source) {
        return compile(source, Set.of());
    }

    /**
     * @param extraFunctions functions the place of the template offers beside the usual ones: {@code json_loads}
     * @throws ExpressionException of kind SYNTAX, with the position in {@code source}
     */
    public static Template compile(String source, Set<String> extraFunctions) {
        if (source.length() > Limits.TEMPLATE_LENGTH) {
            throw ExpressionException.syntax(
                    "template has " + source.length() + " characters (expected: at most " + Limits.TEMPLATE_LENGTH
                            + ")",
                    0);
        }
        TemplateParser parser = new TemplateParser(source, extraFunctions);
        List<Stmt> body = parser.template();
        return new Template(source, body, parser.uses());
    }

    public String source() {
        return source;
    }

    /** The names a rendering must supply, whether or not it comes to read them. */
    public Set<String> names() {
        return names;
    }

    /** Those of {@link #names} that every rendering reads. */
    public Set<String> certainNames() {
        return certainNames;
    }

    /** The entries of the variables that its result is made from, each with its path from the variable's name on. */
    public Set<List<String>> origins() {
        return origins;
    }

    /** Whether rendering always gives the same text: there is no expression and no statement in it. */
    public boolean isText() {
        return text.isPresent();
    }

    /** Renders to text, as Python's {@code str} would print each value. */
    public String render(Map<String, ? extends Value> variables, Clock clock) {
        return render(variables, clock, Limits.DEFAULT);
    }

    /**
     * @throws ExpressionException UNDEFINED, TYPE or VALUE where Python would raise, LIMIT beyond {@code limits}
     */
    public String render(Map<String, ? extends Value> variables, Clock clock, Limits limits) {
        return render(variables, clock, limits, PrintObserver.NONE);
    }

    /** As the others; the observer is told what is printed, in order. */
    public String render(Map<String, ? extends Value> variables, Clock clock, PrintObserver observer) {
        return render(variables, clock, Limits.DEFAULT, observer);
    }

    private String render(Map<String, ? extends Value> variables, Clock clock, Limits limits, PrintObserver observer) {
        if (text.isPresent()) {
            return text.get();
        }
        checkNames(variables);
        try {
            String rendered = new Renderer(
                            new Evaluation(variables, clock, limits),
                            (read, printed) -> observer.printed(this, separate ? read : origins, printed))
                    .render(body);
            if (!separate) {
                // It may have been put together from pieces that say nothing each.
                observer.printed(this, origins, rendered);
            }
            return rendered;
        } catch (StackOverflowError selfContaining) {
            // The tree's depth is bounded, so only a value that contains itself comes here.
            throw ExpressionException.limit("a value contains itself", selfContaining);
        }
    }

    private void checkNames(Map<String, ? extends Value> variables) {
        for (String name : required) {
            if (variables.get(name) == null) {
                throw ExpressionException.value("'" + name + "' is not available here (expected one of "
                        + variables.keySet().stream().sorted().toList() + ")");
            }
            if (name.equals(REMOVED_NAME)) {
                throw ExpressionException.value("'" + REMOVED_NAME + "' is no longer supported in templates");
            }
        }
    }

    /** Renders, then reads the text as a Python literal where it is one ({@link Literal}). */
    public Value value(Map<String, ? extends Value> variables, Clock clock) {
        return value(variables, clock, PrintObserver.NONE);
    }

    /** As the other; the observer is told what is printed, in order. */
    public Value value(Map<String, ? extends Value> variables, Clock clock, PrintObserver observer) {
        return textValue.isPresent() ? textValue.get() : coerced(render(variables, clock, observer));
    }

    private static Value coerced(String text) {
        Optional<Value> literal = Literal.parse(text);
        return literal.isPresent() ? literal.get() : Value.of(text);
    }

    @Override
    public String toString() {
        return source;
    }
}
