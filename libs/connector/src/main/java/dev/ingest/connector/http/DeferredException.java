package dev.ingest.connector.http;

import java.time.Instant;

/** The next request must not be sent before a time that lies beyond what this slice may wait for. */
public sealed class DeferredException extends RuntimeException permits BodyCutOffException {
    private final Instant notBefore;

    public DeferredException(Instant notBefore) {
        super("not before " + notBefore);
        this.notBefore = notBefore;
    }

    public Instant notBefore() {
        return notBefore;
    }
}
