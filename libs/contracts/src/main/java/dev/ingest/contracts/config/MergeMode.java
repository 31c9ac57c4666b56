package dev.ingest.contracts.config;

/** How records become rows. */
public enum MergeMode {
    /** Every record is a row. */
    APPEND,
    /** One row per key: the greater cursor wins; without a cursor the later record does. */
    UPSERT,
    /**
     * Every run brings the whole table, which takes the old one's place when the run has all of it. Within a run as {@link #UPSERT}
     * where there is a key, else as {@link #APPEND}.
     */
    FULL_REFRESH,
    /**
     * Every version of every key stays, with the times between which it was valid: {@code _valid_from}, its cursor, and
     * {@code _valid_to}, that of the next version or of the deletion, none while it is valid.
     */
    HISTORY
}
