package dev.ingest.lake;

/** A table exists, but is not what its specification or its records need and cannot become it, until somebody declares it otherwise. */
public final class TableConflictException extends LakeException {

    TableConflictException(TableId table, String what) {
        this(table.toString(), what);
    }

    TableConflictException(String table, String what) {
        super("table " + table + ": " + what);
    }
}
