package dev.ingest.connector.http;

/** An error handler says that the pages have to be read from the first one again. */
public final class PaginationResetException extends RuntimeException {
    public PaginationResetException(String request) {
        super(request + " was answered with what makes the pages begin anew");
    }
}
