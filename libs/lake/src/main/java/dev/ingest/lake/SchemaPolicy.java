package dev.ingest.lake;

/** What becomes of a record's field that no column is for. A value that does not fit its column is rejected under any policy. */
public enum SchemaPolicy {
    /** It gets a column. */
    EVOLVE,
    /** Its record is rejected, and can be replayed when somebody has declared the column. */
    FREEZE,
    /** It is left out; the record's other values become a row. */
    DISCARD_VALUE,
    /** Its record is rejected for good: it is kept and counted as such, and no replay brings it back. */
    DISCARD_RECORD
}
