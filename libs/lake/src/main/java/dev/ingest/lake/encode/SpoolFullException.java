package dev.ingest.lake.encode;

/** Records do not fit the spool's budget. Those that are in it stay; make room by reading and releasing them, or take in less. */
public final class SpoolFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SpoolFullException(String message) {
        super(message);
    }
}
