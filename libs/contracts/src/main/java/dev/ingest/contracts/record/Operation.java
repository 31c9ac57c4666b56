package dev.ingest.contracts.record;

/** What an envelope's records mean for the table. */
public enum Operation {
    /** Insert, or replace the row of the same key; a table without a key appends. */
    UPSERT,
    /** Remove the row of the same key. */
    DELETE
}
