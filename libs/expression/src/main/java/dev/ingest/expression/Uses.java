package dev.ingest.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which names a template reads and writes, in order: from it follows which names must come from outside. The rules are
 * Jinja's: a name that only one branch of an {@code if} assigns counts as read from outside, even where nothing reads it.
 */
final class Uses {
    sealed interface Use {
        /** @param always false where an evaluation may not come to this read */
        record Read(String name, boolean always) implements Use {}

        record Write(String name) implements Use {}

        /** The branches of an {@code if}: its body, all that follows an {@code elif}, and its {@code else}. */
        record Branches(List<List<Use>> branches) implements Use {}

        /** A scope of its own: a loop's body, a macro, a block; its parameters are written before it. */
        record Inner(Set<String> parameters, List<Use> uses) implements Use {}
    }

    private final Set<String> undeclared = new HashSet<>();
    private final Set<String> always = new HashSet<>();

    private Uses() {}

    static Uses of(List<Use> template) {
        Uses uses = new Uses();
        uses.scope(template, Set.of(), Set.of(), true);
        return uses;
    }

    /** All names that must be there, whether or not an evaluation comes to read them. */
    Set<String> undeclared() {
        return Set.copyOf(undeclared);
    }

    /** Those that every evaluation reads. */
    Set<String> always() {
        return Set.copyOf(always);
    }

    private void scope(List<Use> uses, Set<String> outer, Set<String> parameters, boolean reached) {
        Set<String> known = new HashSet<>(outer);
        known.addAll(parameters);
        Set<String> stored = new HashSet<>(parameters);
        List<Use.Inner> inner = new ArrayList<>();
        visit(uses, known, stored, inner, reached);
        // As in Jinja, inner scopes see all names of the outer one, also those written after them.
        inner.forEach(one -> scope(one.uses(), known, one.parameters(), false));
    }

    private void visit(List<Use> uses, Set<String> known, Set<String> stored, List<Use.Inner> inner, boolean reached) {
        for (Use use : uses) {
            switch (use) {
                case Use.Read(var name, var alwaysRead) -> read(name, known, reached && alwaysRead);
                case Use.Write(var name) -> {
                    stored.add(name);
                    known.add(name);
                }
                case Use.Inner scope -> inner.add(scope);
                case Use.Branches(var branches) -> branches(branches, known, stored, inner);
            }
        }
    }

    private void read(String name, Set<String> known, boolean reached) {
        if (known.add(name) && Builtins.function(name, Builtins.NO_EXTRAS).isEmpty()) {
            undeclared.add(name);
        }
        if (reached && undeclared.contains(name)) {
            always.add(name);
        }
    }

    private void branches(List<List<Use>> branches, Set<String> known, Set<String> stored, List<Use.Inner> inner) {
        Set<String> before = new HashSet<>(known);
        Set<String> written = new HashSet<>();
        Set<String> allKnown = new HashSet<>(known);
        for (List<Use> branch : branches) {
            Set<String> knownHere = new HashSet<>(known);
            Set<String> storedHere = new HashSet<>(stored);
            visit(branch, knownHere, storedHere, inner, false);
            written.addAll(storedHere);
            allKnown.addAll(knownHere);
        }
        written.removeAll(stored);
        known.addAll(allKnown);
        stored.addAll(written);
        written.stream().filter(name -> !outerKnows(name, before)).forEach(undeclared::add);
    }

    /** A name of an enclosing scope is what the branch falls back to, so it need not come from outside. */
    private static boolean outerKnows(String name, Set<String> before) {
        return before.contains(name);
    }
}
