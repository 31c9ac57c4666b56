package dev.ingest.connector.http;

import java.time.Instant;

/** The slice's time was over before the body it was reading: the rest of that body is read by whoever asks for it again. */
public final class BodyCutOffException extends DeferredException {
    public BodyCutOffException(Instant now) {
        super(now);
    }
}
