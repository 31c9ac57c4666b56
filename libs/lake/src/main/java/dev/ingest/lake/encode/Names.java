package dev.ingest.lake.encode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which column a record's field goes to, by the bytes of its name. Fields mostly come in the same order, so the one that followed
 * last time is tried first. Names that differ from the column's (by case, say) are asked for once and then known too.
 */
final class Names {

    static final int UNKNOWN = -1;
    /** The name needs a parser: it has escapes, or bytes beyond ASCII that are no column's, or no end. */
    static final int ODD = -2;

    /** The quote and the colon that follow a name, mostly without a space. */
    private static final int BEHIND = 2;

    private static final int LENGTH_MAX = 255;
    /** A source that never runs out of new names is asked about anew each time. */
    private static final int KNOWN_MAX = 8_192;

    private final ToIntFunction<String> columns;

    /** Stands before a record's first name. */
    private final Known first = new Known(new byte[0], UNKNOWN);

    private @Nullable Known[] table = new Known[64];
    private int known;

    private Known previous = first;
    private int end;

    /** A name that was met, or is a column's. */
    private static final class Known {
        private final byte[] name;
        private final int column;

        /** Up to behind the colon. */
        private final int length;

        /** The name with its closing quote and a colon: the first word as far as it goes, and the last, which may overlap it. */
        private final long head;

        private final long mask;
        private final long tail;

        /** Which name came after it last time. */
        private @Nullable Known follower;

        private Known(byte[] name, int column) {
            byte[] pattern = Arrays.copyOf(name, name.length + BEHIND);
            pattern[name.length] = '"';
            pattern[name.length + 1] = ':';
            this.name = name;
            this.column = column;
            this.length = pattern.length;
            this.head = Words.padded(pattern, 0, length);
            this.mask = length >= Long.BYTES ? -1L : -1L >>> (Long.BYTES - length << 3);
            this.tail = length < Long.BYTES ? 0 : Words.at(pattern, length - Long.BYTES);
        }

        /** Whether it is here, with its quote and a colon right behind it. */
        private boolean isAt(byte[] bytes, int from, int limit) {
            if (from + Math.max(length, Long.BYTES) > limit || ((Words.at(bytes, from) ^ head) & mask) != 0) {
                return false;
            }
            return length <= Long.BYTES
                    || Words.at(bytes, from + length - Long.BYTES) == tail
                            && (length <= 2 * Long.BYTES
                                    || Arrays.equals(name, 0, name.length, bytes, from, from + name.length));
        }
    }

    Names(List<Field> fields, ToIntFunction<String> columns) {
        this.columns = columns;
        for (Field field : fields) {
            byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
            if (standsAsItIs(field.name(), name)) {
                follow(learn(name, columns.applyAsInt(field.name())));
            }
        }
    }

    /** Whether JSON writes the name in these bytes; others take an escape, and so a parser. */
    private static boolean standsAsItIs(String name, byte[] bytes) {
        return name.indexOf('"') < 0
                && name.indexOf('\\') < 0
                && name.chars().noneMatch(c -> c < ' ')
                && new String(bytes, StandardCharsets.UTF_8).equals(name);
    }

    /** A record begins. */
    void begin() {
        previous = first;
    }

    /**
     * The column of the name that starts here, {@link #UNKNOWN} or {@link #ODD}; {@link #end} is then where its
     * value starts, or {@link #ODD} where there is no colon.
     *
     * @param from behind the opening quote
     */
    int column(byte[] bytes, int from, int limit) {
        Known guess = previous.follower;
        if (guess != null && guess.isAt(bytes, from, limit)) {
            previous = guess;
            end = Values.skipSpace(bytes, from + guess.length, limit);
            return guess.column;
        }
        return search(bytes, from, limit);
    }

    int end() {
        return end;
    }

    private int search(byte[] bytes, int from, int limit) {
        int at = from;
        int hash = 0;
        boolean ascii = true;
        while (at < limit && bytes[at] != '"') {
            int b = bytes[at++];
            if (b == '\\' || b >= 0 && b < ' ' || at - from > LENGTH_MAX) {
                return ODD;
            }
            ascii &= b >= 0;
            hash = hash * 31 + b;
        }
        if (at >= limit) {
            return ODD;
        }
        end = Values.valueStart(bytes, at + 1, limit);
        Known name = table[slot(hash, bytes, from, at)];
        if (name == null) {
            if (!ascii) {
                return ODD;
            }
            int column = columns.applyAsInt(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
            if (known == KNOWN_MAX) {
                return column;
            }
            name = learn(Arrays.copyOfRange(bytes, from, at), column);
        }
        follow(name);
        return name.column;
    }

    private void follow(Known name) {
        previous.follower = name;
        previous = name;
    }

    private Known learn(byte[] name, int column) {
        if (known * 2 >= table.length) {
            rehash();
        }
        int slot = slot(hash(name), name, 0, name.length);
        Known at = table[slot];
        if (at == null) {
            at = new Known(name, column);
            table[slot] = at;
            known++;
        }
        return at;
    }

    private void rehash() {
        @Nullable Known[] old = table;
        table = new Known[old.length * 4];
        for (Known name : old) {
            if (name != null) {
                table[slot(hash(name.name), name.name, 0, name.name.length)] = name;
            }
        }
    }

    private static int hash(byte[] name) {
        int hash = 0;
        for (byte b : name) {
            hash = hash * 31 + b;
        }
        return hash;
    }

    /** Where the name is in the table, or would be. */
    private int slot(int hash, byte[] bytes, int from, int to) {
        int mask = table.length - 1;
        int slot = (hash ^ hash >>> 15) & mask;
        for (Known at = table[slot]; at != null; at = table[slot]) {
            if (Arrays.equals(at.name, 0, at.name.length, bytes, from, to)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
