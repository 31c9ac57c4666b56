package dev.ingest.connector.json;

/** Text that may well be JSON, and is more than is read. */
final class JsonLimitException extends JsonSyntaxException {
    private static final long serialVersionUID = 1;

    private final String what;

    /** @param what it is, behind "a record": {@code nested deeper than 200 levels} */
    JsonLimitException(String what, int position) {
        super("is beyond a limit at byte %d: %s".formatted(position, what));
        this.what = what;
    }

    String what() {
        return what;
    }
}
