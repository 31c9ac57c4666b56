package dev.ingest.gateway.feature;

import java.util.Arrays;

/**
 * A post as deep as may be read: objects and arrays at that depth have nothing but white space in them, so that every other byte stays
 * in its place. The record that they are in is refused for its depth all the same; the records beside it are not.
 */
final class Shallow {
    private Shallow() {}

    /** @param depthMax objects and arrays within each other that are left */
    static byte[] copyOf(byte[] body, int depthMax) {
        byte[] shallow = body.clone();
        int depth = 0;
        boolean text = false;
        for (int at = 0; at < body.length; at++) {
            int before = depth;
            boolean escape = text && body[at] == '\\';
            if (text) {
                text = body[at] != '"';
            } else {
                depth += step(body[at]);
                text = body[at] == '"';
            }
            int end = escape ? Math.min(at + 2, body.length) : at + 1;
            if (before >= depthMax && depth >= depthMax) {
                Arrays.fill(shallow, at, end, (byte) ' ');
            }
            at = end - 1;
        }
        return shallow;
    }

    private static int step(byte character) {
        return switch (character) {
            case '{', '[' -> 1;
            case '}', ']' -> -1;
            default -> 0;
        };
    }
}
