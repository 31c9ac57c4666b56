package dev.ingest.connector.http;

/** Reading failed for good; the message says what to change. */
public final class ReadException extends RuntimeException {
    /** Who can help. */
    public enum Kind {
        /** The credential is refused. */
        AUTH,
        /** The API asked to slow down more often than allowed. */
        RATE_LIMIT,
        /** The API or the network is out of order; trying later may help. */
        TRANSIENT,
        /** The manifest, the configuration or a limit must change. */
        CONFIG
    }

    private final Kind kind;

    public ReadException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ReadException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
