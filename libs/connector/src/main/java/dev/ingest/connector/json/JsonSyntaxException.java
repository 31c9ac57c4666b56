package dev.ingest.connector.json;

/** Text that is not JSON; the message continues a sentence ("is not JSON at byte 3") and quotes nothing. */
public sealed class JsonSyntaxException extends Exception permits JsonLimitException {
    JsonSyntaxException(String problem) {
        super(problem);
    }

    /** The problem, never null. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
