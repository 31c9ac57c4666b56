package dev.ingest.expression;

/**
 * What one evaluation may cost.
 *
 * @param steps nodes evaluated, characters compared by regular expressions included
 * @param output characters produced, and the length of any text or list built on the way
 * @param depth nesting of expressions
 */
public record Limits(int steps, int output, int depth) {
    public static final Limits DEFAULT = new Limits(2_000_000, 4_000_000, 100);

    /** Longest template that is compiled, in characters. */
    static final int TEMPLATE_LENGTH = 100_000;
}
