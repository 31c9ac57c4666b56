package dev.ingest.platform.drain;

/** Another owner works on the partition: this drain ends, and nothing is lost. */
public final class FencedException extends Exception {
    private static final long serialVersionUID = 1;

    public FencedException(String message, Throwable cause) {
        super(message, cause);
    }
}
