package dev.ingest.lake.encode;

/** A file holds a column in a way that only Iceberg's general reader knows. */
public final class UnknownFormException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnknownFormException(String column) {
        super("column " + column + " is not read raw");
    }
}
