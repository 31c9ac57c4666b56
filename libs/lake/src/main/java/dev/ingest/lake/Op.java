package dev.ingest.lake;

/** What a record asks of the row with its key. On a table that appends, an upsert is an append and a delete is rejected. */
public enum Op {
    UPSERT,
    APPEND,
    /** Only the key columns, and the cursor if there is one, need a value. */
    DELETE
}
