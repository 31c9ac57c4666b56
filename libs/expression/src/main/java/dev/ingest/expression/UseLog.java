package dev.ingest.expression;

import dev.ingest.expression.Uses.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the parser notes about names while it reads a template; see {@link Uses}. */
final class UseLog {
    private final Set<String> written = new HashSet<>();
    private final Map<String, Integer> called = new LinkedHashMap<>();
    private List<Use> uses = new ArrayList<>();

    List<Use> uses() {
        return uses;
    }

    int mark() {
        return uses.size();
    }

    /** Whatever was read since {@code mark} may not be reached. */
    void sometimes(int mark) {
        sometimes(mark, uses.size());
    }

    void sometimes(int from, int to) {
        uses.subList(from, to)
                .replaceAll(use -> use instanceof Use.Read(var name, var always) ? new Use.Read(name, false) : use);
    }

    void read(String name) {
        uses.add(new Use.Read(name, true));
    }

    /** A name that is called: a function, unless the template itself gives it a value. */
    void call(String name, int position) {
        called.putIfAbsent(name, position);
        read(name);
    }

    void write(String name) {
        written.add(name);
        uses.add(new Use.Write(name));
    }

    boolean isWritten(String name) {
        return written.contains(name);
    }

    void branches(List<List<Use>> branches) {
        uses.add(new Use.Branches(branches));
    }

    void inner(Set<String> parameters, List<Use> inner) {
        written.addAll(parameters);
        uses.add(new Use.Inner(parameters, inner));
    }

    record Captured<T>(T result, List<Use> uses) {}

    /** Runs a part of the parser, keeping what it notes apart. */
    <T> Captured<T> capture(Supplier<T> part) {
        List<Use> outer = uses;
        uses = new ArrayList<>();
        T result = part.get();
        Captured<T> captured = new Captured<>(result, uses);
        uses = outer;
        return captured;
    }

    /** @throws ExpressionException for a call of a name that nothing defines */
    void checkCalls() {
        called.forEach((name, position) -> {
            if (!written.contains(name)) {
                throw ExpressionException.syntax("unknown function '" + name + "'", position);
            }
        });
    }
}
