package dev.ingest.local.sampleapi;

/** The client's fault: answered 400 with this message. */
final class BadRequest extends RuntimeException {
    BadRequest(String message) {
        super(message);
    }

    BadRequest(String message, Throwable cause) {
        super(message, cause);
    }
}
