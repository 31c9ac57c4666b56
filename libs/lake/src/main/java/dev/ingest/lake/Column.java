package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;

/**
 * A column of a table.
 *
 * @param required whether a record without a value for it is rejected
 */
public record Column(String name, ColumnType type, boolean required) {

    public Column {
        if (name.isBlank()) {
            throw new IllegalArgumentException("column name is blank");
        }
    }

    public static Column optional(String name, ColumnType type) {
        return new Column(name, type, false);
    }

    public static Column required(String name, ColumnType type) {
        return new Column(name, type, true);
    }
}
