package dev.ingest.lake;

/** What happens to a record whose key the table already holds. */
public enum MergeMode {
    /** Keys mean nothing: every record becomes a row. */
    APPEND,
    /** One row per key: the record with the greater cursor stays; without a cursor, the later one. */
    UPSERT,
    /**
     * Every run brings the whole table: its slices are collected on a branch of the run and swapped in together. Within a run as
     * {@link #UPSERT} where there is a key, else as {@link #APPEND}.
     */
    FULL_REFRESH,
    /**
     * Every version of every key, each with the time that it was valid: {@code _valid_from} its cursor, {@code _valid_to} that of
     * the version after it, or of its deletion, null for the one that is valid now. A version whose cursor is late takes its place
     * between the others; one with the cursor of another replaces it. A deletion that comes before the versions it ends is not
     * remembered.
     */
    HISTORY
}
