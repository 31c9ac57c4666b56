package dev.ingest.connector.decode;

/** A response that is not what its decoder reads; the message continues a sentence and quotes nothing of it. */
public final class DecodeException extends RuntimeException {
    private final boolean tooLarge;

    public DecodeException(String problem) {
        this(problem, false);
    }

    private DecodeException(String problem, boolean tooLarge) {
        super(problem);
        this.tooLarge = tooLarge;
    }

    public DecodeException(String problem, Throwable cause) {
        super(problem, cause);
        this.tooLarge = false;
    }

    static DecodeException tooLarge(String what, long limit, String limitName) {
        return new DecodeException(
                "has " + what + " of more than " + limit + " bytes (limit: " + limitName + ")", true);
    }

    /** Whether a limit was met: asking again does not help. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    public String problem() {
        return String.valueOf(getMessage());
    }
}
