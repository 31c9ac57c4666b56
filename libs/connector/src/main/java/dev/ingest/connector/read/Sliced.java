package dev.ingest.connector.read;

import dev.ingest.connector.http.Injection;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Optional;

/**
 * A slice as its requests see it.
 *
 * @param scope with {@code stream_slice}
 * @param firstPage the first response, where a parent's record already holds it
 * @param injections that the partition and the range put into each request
 */
record Sliced(Scope scope, List<Injection> injections, Optional<Value> firstPage) {
    /** A slice that can be had with a later start. */
    @FunctionalInterface
    interface Window {
        /** @param start in the cursor's format; empty for the slice's own */
        Sliced from(Optional<Value> start);
    }
}
