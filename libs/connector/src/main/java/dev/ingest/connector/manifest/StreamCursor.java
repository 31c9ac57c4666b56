package dev.ingest.connector.manifest;

/** How a stream is read incrementally. */
public sealed interface StreamCursor permits DatetimeCursor, CountingCursor {
    String manifestPath();

    /** The top-level field of each record that holds its cursor value. */
    Interpolated field();

    /** Whether records outside the range are dropped here, because the API gives all of them. */
    boolean clientSide();
}
