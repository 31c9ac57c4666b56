package dev.ingest.lake;

/** A store failed at a table's own file, and again when it was asked again. The same call may be repeated. */
public final class ReadFailure extends LakeException {

    ReadFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
