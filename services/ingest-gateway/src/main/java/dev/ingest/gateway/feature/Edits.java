package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record's bytes with a few values replaced; every other byte stays as it is. */
final class Edits {
    private final byte[] body;
    private int copied;
    private @Nullable ByteArrayOutputStream edited;

    /** @param from offset of the record's opening brace */
    Edits(byte[] body, int from) {
        this.body = body;
        this.copied = from;
    }

    /** Replaces what is between two offsets of the body within the record; edits come in the record's order. */
    void replace(int from, int to, String ascii) {
        ByteArrayOutputStream out = edited == null ? new ByteArrayOutputStream() : edited;
        out.write(body, copied, from - copied);
        out.writeBytes(ascii.getBytes(US_ASCII));
        edited = out;
        copied = to;
    }

    /** @param to offset behind the record's closing brace */
    byte[] apply(int to) {
        if (edited == null) {
            return Arrays.copyOfRange(body, copied, to);
        }
        edited.write(body, copied, to - copied);
        return edited.toByteArray();
    }
}
