package dev.ingest.contracts.config;

/** How records become rows. */
public enum MergeMode {
    /** Every record is a row. */
    APPEND,
    /** One row per key: the greater cursor wins; without a cursor the later record does. */
    UPSERT
}
