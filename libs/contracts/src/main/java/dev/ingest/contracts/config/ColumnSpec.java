package dev.ingest.contracts.config;

/**
 * A declared column.
 *
 * @param name the column's name
 * @param type {@code string}, {@code long}, {@code double}, {@code decimal(p,s)}, {@code boolean}, {@code binary}, {@code date},
 *     {@code timestamp} (no zone), {@code timestamptz} (UTC), or {@code json} (a nested value, kept as its JSON text)
 * @param required whether a record without it is rejected
 * @param personal whether it holds personal data: no role reads it without a policy that says how
 */
public record ColumnSpec(String name, String type, boolean required, boolean personal) {

    /** A column without personal data. */
    public ColumnSpec(String name, String type, boolean required) {
        this(name, type, required, false);
    }
}
