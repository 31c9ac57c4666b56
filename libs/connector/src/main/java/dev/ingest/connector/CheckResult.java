package dev.ingest.connector;

import dev.ingest.connector.http.ReadException;

/** Whether a connector works with a configuration. */
public sealed interface CheckResult {
    record Succeeded() implements CheckResult {}

    record Failed(ReadException.Kind kind, String message) implements CheckResult {}
}
