package dev.ingest.contracts.config;

/** What becomes of a record's field that its table has no column for. A value that does not fit its column is rejected under any. */
public enum SchemaPolicy {
    /** It gets a column. */
    EVOLVE,
    /** Its record goes to the dead letters, to be replayed when somebody has declared the column. */
    FREEZE,
    /** It is left out. */
    DISCARD_VALUE,
    /** Its record goes to the dead letters for good: no replay brings it back. */
    DISCARD_RECORD
}
