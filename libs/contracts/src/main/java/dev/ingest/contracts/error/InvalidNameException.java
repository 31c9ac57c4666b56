package dev.ingest.contracts.error;

/** A name that nothing can have. Its message says what is allowed, and is for whoever gave the name. */
public final class InvalidNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidNameException(String message) {
        super(message);
    }
}
