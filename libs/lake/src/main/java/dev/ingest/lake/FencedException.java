package dev.ingest.lake;

/** Someone else has applied messages of the same partitions since the table was last looked at. Nothing was committed. */
public final class FencedException extends LakeException {

    FencedException(String message) {
        super(message);
    }
}
