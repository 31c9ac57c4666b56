package dev.ingest.lake;

/** A table exists, but is not what its specification says and cannot become it. */
public final class TableConflictException extends LakeException {

    TableConflictException(TableId table, String what) {
        super("table " + table + ": " + what);
    }
}
