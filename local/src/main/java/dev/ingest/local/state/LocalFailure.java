package dev.ingest.local.state;

/** Something the person at the keyboard can put right. The message is the one line they see. */
public final class LocalFailure extends RuntimeException {
    /** @param message what is wrong, where, and what to do, in one line */
    public LocalFailure(String message) {
        super(message);
    }

    /** @param message what is wrong, where, and what to do, in one line */
    public LocalFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
