package dev.ingest.platform.control;

/** An event loop asked for what is not known yet, or not any more: whoever asks again from a thread that may wait gets it. */
public final class MustWaitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MustWaitException(String key) {
        // Thrown as a matter of course, and never seen: a stack trace would cost more than the answer.
        super("not known without waiting: " + key, null, false, false);
    }
}
