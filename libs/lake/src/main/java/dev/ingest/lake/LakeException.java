package dev.ingest.lake;

/** Something about a table or its destination that the caller cannot mend by calling differently. */
public class LakeException extends RuntimeException {

    LakeException(String message) {
        super(message);
    }

    LakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
