package dev.ingest.gateway.online;

/** The store has no room for another call now. Nothing was written. */
public final class StoreBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreBusyException(String message) {
        super(message);
    }
}
