package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** A record's bytes with a few values replaced; every other byte stays as it is. */
final class Edits {
    private final byte[] body;
    private final Post.Span span;
    private final ByteArrayOutputStream edited = new ByteArrayOutputStream();
    private int copied;

    Edits(byte[] body, Post.Span span) {
        this.body = body;
        this.span = span;
    }

    /** Replaces what is between two offsets within the record; edits come in the record's order. */
    void replace(int from, int to, String ascii) {
        edited.write(body, span.from() + copied, from - copied);
        edited.writeBytes(ascii.getBytes(US_ASCII));
        copied = to;
    }

    byte[] apply() {
        if (copied == 0) {
            return Arrays.copyOfRange(body, span.from(), span.to());
        }
        edited.write(body, span.from() + copied, span.length() - copied);
        return edited.toByteArray();
    }
}
