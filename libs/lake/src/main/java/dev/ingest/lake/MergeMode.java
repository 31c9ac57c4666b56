package dev.ingest.lake;

/** What happens to a record whose key the table already holds. */
public enum MergeMode {
    /** Keys mean nothing: every record becomes a row. */
    APPEND,
    /** One row per key: the record with the greater cursor stays; without a cursor, the later one. */
    UPSERT
}
