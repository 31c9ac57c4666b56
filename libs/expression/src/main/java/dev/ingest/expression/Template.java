package dev.ingest.expression;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A compiled template. Immutable and thread-safe.
 *
 * <p>The language is the Jinja subset that low-code manifests use, with the semantics of Jinja 3.1 in the environment
 * of Airbyte's CDK 7.28. Unknown functions, filters, tests and methods are refused when compiling.
 */
public final class Template {
    private final String source;
    private final List<Stmt> body;
    private final Set<String> names;

    private Template(String source, List<Stmt> body, Set<String> names) {
        this.source = source;
        this.body = body;
        this.names = names;
    }

    /** @throws ExpressionException of kind SYNTAX, with the position in {@code source} */
    public static Template compile(String source) {
        if (source.length() > Limits.TEMPLATE_LENGTH) {
            throw ExpressionException.syntax(
                    "template has " + source.length() + " characters (expected: at most " + Limits.TEMPLATE_LENGTH
                            + ")",
                    0);
        }
        TemplateParser parser = new TemplateParser(source);
        List<Stmt> body = parser.template();
        return new Template(source, body, parser.freeNames());
    }

    public String source() {
        return source;
    }

    /** The names a rendering must supply. */
    public Set<String> names() {
        return names;
    }

    /** Whether rendering always gives the same text: there is no expression and no statement in it. */
    public boolean isText() {
        return body.stream().allMatch(statement -> statement instanceof Stmt.Text);
    }

    /** Renders to text, as Python's {@code str} would print each value. */
    public String render(Map<String, ? extends Value> variables, Clock clock) {
        return render(variables, clock, Limits.DEFAULT);
    }

    /**
     * @throws ExpressionException UNDEFINED, TYPE or VALUE where Python would raise, LIMIT beyond {@code limits}
     */
    public String render(Map<String, ? extends Value> variables, Clock clock, Limits limits) {
        for (String name : names) {
            if (!variables.containsKey(name)) {
                throw ExpressionException.value("'" + name + "' is not available here (expected one of "
                        + variables.keySet().stream().sorted().toList() + ")");
            }
        }
        try {
            return new Evaluation(variables, clock, limits).render(body);
        } catch (StackOverflowError selfContaining) {
            // The tree's depth is bounded, so only a value that contains itself comes here.
            throw ExpressionException.limit("a value contains itself", selfContaining);
        }
    }

    /** Renders, then reads the text as a Python literal where it is one ({@link Literal}). */
    public Value value(Map<String, ? extends Value> variables, Clock clock) {
        String text = render(variables, clock);
        return Literal.parse(text).orElseGet(() -> Value.of(text));
    }

    @Override
    public String toString() {
        return source;
    }
}
