package dev.ingest.connector.manifest;

/** How the bytes of a response become values. */
public sealed interface Decoder {
    record Json() implements Decoder {}
}
