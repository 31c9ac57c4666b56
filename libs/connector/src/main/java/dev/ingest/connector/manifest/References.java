package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replaces {@code $ref} (merged shallowly: keys beside it win whole) and {@code "#/…"} by what they point at. */
final class References {
    static final String REF = "$ref";
    /** Keys whose values are data, where "#/" is text. */
    private static final Set<String> EXEMPT = Set.of("config_overrides");

    /** References multiply: a small text can stand for a huge tree. */
    private static final int MAX_VALUES = 3_000_000;

    /** A chain of references nests as deep as it is long. */
    static final int MAX_NESTING = 400;

    private final Value.Dict root;
    private int depth;
    private final Set<String> open = new LinkedHashSet<>();

    private References(Value.Dict root) {
        this.root = root;
    }

    static Value.Dict resolve(Value.Dict manifest) {
        long size = new ReferencedSize(manifest).of(manifest);
        if (size > MAX_VALUES) {
            throw new ManifestException(
                    "", "references expand to " + size + " values (limit: MAX_VALUES, " + MAX_VALUES + ")");
        }
        return (Value.Dict) new References(manifest).resolve("", manifest);
    }

    private Value resolve(String path, Value value) {
        if (++depth > MAX_NESTING) {
            throw new ManifestException("", "references nest deeper than " + MAX_NESTING + " levels");
        }
        Value resolved =
                switch (value) {
                    case Value.Dict(var entries) -> dict(path, entries);
                    case Value.Items(var elements) -> list(path, elements);
                    case Value.Str(var text) when text.startsWith("#/") -> target(path, text);
                    case Value other -> other;
                };
        depth--;
        return resolved;
    }

    private Value list(String path, List<Value> elements) {
        List<Value> resolved = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            resolved.add(resolve(path + "[" + i + "]", elements.get(i)));
        }
        return new Value.Items(resolved);
    }

    private Value dict(String path, Map<Value, Value> entries) {
        Map<Value, Value> resolved = new LinkedHashMap<>();
        Value reference = entries.get(Value.of(REF));
        if (reference != null) {
            Value target = resolve(path, reference);
            if (!(target instanceof Value.Dict(var inherited))) {
                return target;
            }
            resolved.putAll(inherited);
        }
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            String key = ((Value.Str) entry.getKey()).value();
            if (!key.equals(REF)) {
                Value own =
                        EXEMPT.contains(key) ? entry.getValue() : resolve(Component.join(path, key), entry.getValue());
                resolved.put(entry.getKey(), own);
            }
        }
        return new Value.Dict(resolved);
    }

    private Value target(String path, String reference) {
        if (!open.add(reference)) {
            throw new ManifestException(path, "reference '" + reference + "' leads back to itself: " + open);
        }
        Value found = find(root, reference.substring(2))
                .orElseThrow(() ->
                        new ManifestException(path, "reference '" + reference + "' points at nothing in the manifest"));
        Value resolved = resolve(path, found);
        open.remove(reference);
        return resolved;
    }

    /** A key that itself contains slashes is tried before the path is split. */
    static Optional<Value> find(Value start, String reference) {
        Value current = start;
        String rest = reference;
        while (!rest.isEmpty()) {
            if (current instanceof Value.Dict dict && dict.at(rest).isPresent()) {
                return dict.at(rest);
            }
            int slash = rest.indexOf('/');
            String head = slash < 0 ? rest : rest.substring(0, slash);
            rest = slash < 0 ? "" : rest.substring(slash + 1);
            Optional<Value> next = step(current, head);
            if (next.isEmpty()) {
                return next;
            }
            current = next.get();
        }
        return Optional.of(current);
    }

    private static Optional<Value> step(Value value, String head) {
        return switch (value) {
            case Value.Dict dict -> dict.at(head);
            case Value.Items(var elements)
            when head.matches("\\d{1,6}") && Integer.parseInt(head) < elements.size() ->
                Optional.of(elements.get(Integer.parseInt(head)));
            case Value other -> Optional.empty();
        };
    }
}
