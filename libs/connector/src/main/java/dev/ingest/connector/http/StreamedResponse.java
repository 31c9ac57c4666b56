package dev.ingest.connector.http;

import java.io.InputStream;

/**
 * A response whose body is read while it arrives: for formats that are decoded record by record. The body is decompressed as its
 * {@code Content-Encoding} says. Reading it throws {@link ReadException} when the API or the way to it fails, or a limit is passed.
 */
public final class StreamedResponse implements AutoCloseable {
    private final ResponseHead head;
    private final CheckedBody body;

    StreamedResponse(ResponseHead head, CheckedBody body) {
        this.head = head;
        this.body = body;
    }

    public ResponseHead head() {
        return head;
    }

    public InputStream body() {
        return body;
    }

    /** Drops the connection if the body was not read to its end. */
    @Override
    public void close() {
        body.close();
    }
}
