package dev.ingest.lake;

/**
 * A commit did not succeed within its tries, or its outcome could not be learned. Calling again with the same messages is
 * safe: what turns out to be applied is recognised.
 */
public final class CommitFailure extends LakeException {

    CommitFailure(String message) {
        super(message);
    }

    CommitFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
