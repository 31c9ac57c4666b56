package dev.ingest.contracts.error;

/** A failure that a caller can be told about: its message is for them and holds no secret. */
public final class IngestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public IngestException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public IngestException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What went wrong, for programs. */
    public ErrorCode code() {
        return code;
    }

    /** Also the answer for what belongs to another tenant. */
    public static IngestException notFound(String what, String name) {
        return new IngestException(ErrorCode.NOT_FOUND, "%s '%s' does not exist".formatted(what, name));
    }

    /** A request that no retry will make right. */
    public static IngestException invalid(String message) {
        return new IngestException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
