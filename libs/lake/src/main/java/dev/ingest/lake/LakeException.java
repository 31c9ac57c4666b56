package dev.ingest.lake;

import org.apache.iceberg.util.Tasks;

/**
 * Something about a table or its destination that the caller cannot mend by calling differently. Iceberg, which repeats reading a
 * table's file for 90 seconds whatever went wrong, stops at it.
 */
public class LakeException extends Tasks.UnrecoverableException {

    LakeException(String message) {
        super(message);
    }

    LakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
