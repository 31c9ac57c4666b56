package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A record while it is read: a parser at one of its values, the bytes that it reads, and what the record asks of the schema.
 *
 * @param start of the record in the bytes
 * @param delete whether it stands for the absence of a row
 */
record JsonRecord(JsonParser at, byte[] bytes, int start, boolean delete, Growth growth) {

    /** The value at hand as it was written; the parser goes to its end. */
    String text() throws IOException {
        int from = start + Math.toIntExact(at.currentTokenLocation().getByteOffset());
        if (at.currentToken().isStructStart()) {
            at.skipChildren();
        } else {
            at.finishToken();
        }
        int to = start + Math.toIntExact(at.currentLocation().getByteOffset());
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
    }
}
