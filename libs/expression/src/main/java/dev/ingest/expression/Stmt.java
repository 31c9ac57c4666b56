package dev.ingest.expression;

import java.util.List;
import java.util.Optional;

/** A statement of a template. */
sealed interface Stmt {
    record Text(String text) implements Stmt {}

    record Print(Expr value) implements Stmt {}

    record If(List<Branch> branches, List<Stmt> otherwise) implements Stmt {}

    record Branch(Expr condition, List<Stmt> body) {}

    record For(List<String> names, Expr items, Optional<Expr> condition, List<Stmt> body, List<Stmt> otherwise)
            implements Stmt {}

    record Assign(List<String> names, Expr value) implements Stmt {}

    /** {@code {% set ns.attribute = … %}}. */
    record AssignAttribute(String name, String attribute, Expr value) implements Stmt {}

    /** {@code {% set name %}…{% endset %}}. */
    record AssignBlock(String name, List<Stmt> body) implements Stmt {}
}
