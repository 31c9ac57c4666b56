package dev.ingest.lake.encode;

import dev.ingest.contracts.value.Utf8;

/** JSON's strings as bytes: where they end, whether they are well-formed, what their escapes stand for. */
final class Texts {

    /** Instead of an end: the string has no end here, or is not well-formed. */
    static final int ODD = -1;

    private static final int ESCAPE_UNICODE_LENGTH = 6;

    private boolean escaped;

    /** Whether the string that was read last has escapes. */
    boolean isEscaped() {
        return escaped;
    }

    /**
     * The index of a string's closing quote, or {@link #ODD}. Everything up to it is checked: control characters, escapes, UTF-8
     * as RFC 3629 has it.
     *
     * @param from behind the opening quote
     */
    int end(byte[] bytes, int from, int limit) {
        escaped = false;
        int at = from;
        while (true) {
            at = plainEnd(bytes, at, limit);
            if (at >= limit) {
                return ODD;
            }
            int b = bytes[at];
            if (b == '"') {
                return at;
            }
            escaped |= b == '\\';
            int length = b == '\\' ? escape(bytes, at, limit) : b < 0 ? Utf8.length(bytes, at, limit) : ODD;
            if (length < 0) {
                return ODD;
            }
            at += length;
        }
    }

    /** Where the bytes stop to be plain ASCII within a string. */
    static int plainEnd(byte[] bytes, int from, int limit) {
        int at = from;
        for (; at + Long.BYTES <= limit; at += Long.BYTES) {
            long marks = Words.notPlain(Words.at(bytes, at));
            if (marks != 0) {
                return at + Words.first(marks);
            }
        }
        while (at < limit && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static int escape(byte[] bytes, int at, int limit) {
        if (at + 1 >= limit) {
            return ODD;
        }
        return switch (bytes[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> unit(bytes, at, limit) < 0 ? ODD : ESCAPE_UNICODE_LENGTH;
            default -> ODD;
        };
    }

    /** The UTF-16 unit of a backslash-u escape, or {@link #ODD}. */
    private static int unit(byte[] bytes, int at, int limit) {
        if (at + ESCAPE_UNICODE_LENGTH > limit || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return ODD;
        }
        int unit = 0;
        for (int i = 2; i < ESCAPE_UNICODE_LENGTH; i++) {
            int digit = bytes[at + i] < 0 ? -1 : Character.digit(bytes[at + i], 16);
            if (digit < 0) {
                return ODD;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /**
     * Puts what a checked string stands for into the arena, and tells its cell; {@link Long#MAX_VALUE} where it has half of a
     * surrogate pair, which no text is.
     */
    static long unescape(byte[] bytes, int from, int to, Arena arena) {
        int place = arena.reserve(to - from);
        byte[] out = arena.block(place);
        int start = Arena.position(place);
        int end = start;
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                out[end++] = bytes[at++];
            } else if (bytes[at + 1] != 'u') {
                out[end++] = simple(bytes[at + 1]);
                at += 2;
            } else {
                int character = character(bytes, at, to);
                if (character < 0) {
                    return NONE;
                }
                at += character < Character.MIN_SUPPLEMENTARY_CODE_POINT
                        ? ESCAPE_UNICODE_LENGTH
                        : 2 * ESCAPE_UNICODE_LENGTH;
                end = encode(character, out, end);
            }
        }
        arena.keep(end - start);
        return Tape.inArena(place, end - start);
    }

    /** No cell: nothing has this length. */
    static final long NONE = Long.MAX_VALUE;

    private static byte simple(byte escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }

    private static int character(byte[] bytes, int at, int limit) {
        int unit = unit(bytes, at, limit);
        if (!Character.isSurrogate((char) unit)) {
            return unit;
        }
        int low = unit(bytes, at + ESCAPE_UNICODE_LENGTH, limit);
        return low >= 0 && Character.isSurrogatePair((char) unit, (char) low)
                ? Character.toCodePoint((char) unit, (char) low)
                : ODD;
    }

    private static int encode(int character, byte[] out, int at) {
        int end = at;
        if (character < 0x80) {
            out[end++] = (byte) character;
        } else if (character < 0x800) {
            out[end++] = (byte) (0xC0 | character >> 6);
            out[end++] = (byte) (0x80 | character & 0x3F);
        } else {
            if (character < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                out[end++] = (byte) (0xE0 | character >> 12);
            } else {
                out[end++] = (byte) (0xF0 | character >> 18);
                out[end++] = (byte) (0x80 | character >> 12 & 0x3F);
            }
            out[end++] = (byte) (0x80 | character >> 6 & 0x3F);
            out[end++] = (byte) (0x80 | character & 0x3F);
        }
        return end;
    }
}
