package dev.ingest.connector.http;

import java.util.Arrays;

/** Failures that nothing in the connector names: of its own making, met with what an API sent. */
public final class Unforeseen {
    private static final String OURS = "dev.ingest.";

    private Unforeseen() {}

    /** What it was and where; a cause could hold what its redacted message does not. */
    public static ReadException failure(RuntimeException thrown, Redactor redactor) {
        String place = Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
        return new ReadException(ReadException.Kind.CONFIG, redactor.redact("unforeseen failure: " + thrown + place));
    }
}
