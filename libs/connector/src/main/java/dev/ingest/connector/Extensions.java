package dev.ingest.connector;

import dev.ingest.connector.extension.Extension;
import dev.ingest.expression.Value;
import java.util.Map;
import java.util.Optional;

/**
 * Replacements in Java for the Python classes that manifests name in {@code class_name}. Immutable; none is shipped. A
 * class without a replacement is refused when the manifest is loaded.
 */
public final class Extensions {
    /** Makes one component while a manifest is loaded. */
    @FunctionalInterface
    public interface Factory {
        /** @param fields of the component in the manifest, its {@code $parameters} filled in, templates as text */
        Extension create(Value.Dict fields);
    }

    public static final Extensions NONE = new Extensions(Map.of());

    private final Map<String, Factory> factories;

    private Extensions(Map<String, Factory> factories) {
        this.factories = factories;
    }

    /** @param factories by {@code class_name}, exactly as manifests write it */
    public static Extensions of(Map<String, Factory> factories) {
        return new Extensions(Map.copyOf(factories));
    }

    public Optional<Factory> find(String className) {
        return Optional.ofNullable(factories.get(className));
    }
}
