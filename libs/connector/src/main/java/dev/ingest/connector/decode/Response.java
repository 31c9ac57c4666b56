package dev.ingest.connector.decode;

import java.io.InputStream;
import java.util.Optional;

/**
 * A response to decode.
 *
 * @param body after the transport's own compression was undone
 */
public record Response(InputStream body, Optional<String> contentType) {}
