package dev.ingest.lake;

/** A record does not fit. It never leaves the decoder, and costs no stack trace. */
class Unfit extends Exception {

    Unfit(String reason) {
        super(reason, null, false, false);
    }

    Unfit(String reason, Exception cause) {
        super(reason, cause, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
