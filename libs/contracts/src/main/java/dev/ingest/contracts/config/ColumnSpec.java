package dev.ingest.contracts.config;

/**
 * A declared column.
 *
 * @param name the column's name
 * @param type as {@link ColumnType#parse} reads it: {@code long}, {@code decimal(10,2)}, {@code json}, {@code list<string>} and so on
 * @param required whether a record without it is rejected
 * @param personal whether it holds personal data: no role reads it without a policy that says how
 */
public record ColumnSpec(String name, String type, boolean required, boolean personal) {

    /** A column without personal data. */
    public ColumnSpec(String name, String type, boolean required) {
        this(name, type, required, false);
    }
}
