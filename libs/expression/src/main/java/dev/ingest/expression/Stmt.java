package dev.ingest.expression;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A statement of a template. */
sealed interface Stmt {
    record Text(String text) implements Stmt {}

    /** @param origins what the value is made from, see {@link Origins} */
    record Print(Expr value, Set<List<String>> origins) implements Stmt {
        Print(Expr value) {
            this(value, Origins.of(value));
        }
    }

    record If(List<Branch> branches, List<Stmt> otherwise) implements Stmt {}

    record Branch(Expr condition, List<Stmt> body) {}

    record For(
            Target target,
            Expr items,
            Optional<Expr> condition,
            boolean recursive,
            List<Stmt> body,
            List<Stmt> otherwise)
            implements Stmt {}

    record Assign(Target target, Expr value) implements Stmt {}

    /** {@code {% set name %}…{% endset %}}; the filters read the rendered text as the name {@link #BODY}. */
    record AssignBlock(Target target, Expr filtered, List<Stmt> body) implements Stmt {}

    /** {@code {% filter name %}…{% endfilter %}}. */
    record FilterBlock(Expr filtered, List<Stmt> body) implements Stmt {}

    record With(List<Assign> assignments, List<Stmt> body) implements Stmt {}

    record MacroDefinition(String name, MacroShape shape) implements Stmt {}

    /** {@code {% call(args) macro() %}…{% endcall %}}; the call passes the shape as its argument {@code caller}. */
    record CallBlock(MacroShape caller, Expr call) implements Stmt {}

    /** The name under which a filter block's text is read; no template can write it. */
    String BODY = " body";

    /** The name under which a call block's body is read; no template can write it. */
    String CALLER = " caller";

    /**
     * A macro's parameters and body.
     *
     * @param defaults of the last parameters, in order
     * @param uses those of {@code varargs}, {@code kwargs} and {@code caller} that the body reads
     */
    record MacroShape(List<String> parameters, List<Expr> defaults, Set<String> uses, List<Stmt> body) {}

    /** What an assignment writes to. */
    sealed interface Target {
        record Name(String name) implements Target {}

        record Several(List<Target> targets) implements Target {}

        /** An attribute of a {@code namespace}. */
        record Attribute(String name, String attribute) implements Target {}
    }
}
