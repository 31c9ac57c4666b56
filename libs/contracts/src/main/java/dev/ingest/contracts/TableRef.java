package dev.ingest.contracts;

import dev.ingest.contracts.error.InvalidNameException;

/**
 * A table within one tenant.
 *
 * @param namespace the catalog namespace, one level
 * @param name the table's own name
 */
public record TableRef(String namespace, String name) {
    public TableRef {
        Names.table("namespace", namespace);
        Names.table("table", name);
    }

    /** Reads {@code namespace.name}. */
    public static TableRef parse(String qualified) {
        int dot = qualified.indexOf('.');
        if (dot < 0) {
            throw new InvalidNameException("table: '%s' (expected: namespace.name)".formatted(qualified));
        }
        return new TableRef(qualified.substring(0, dot), qualified.substring(dot + 1));
    }

    /** The Kafka key that gives this table one owner at a time. */
    public String key(String tenant) {
        return tenant + "/" + this;
    }

    @Override
    public String toString() {
        return namespace + "." + name;
    }
}
