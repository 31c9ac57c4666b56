package dev.ingest.lake.encode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which column a record's field goes to, by the bytes of its name. Fields mostly come in the same order, so the one that followed
 * last time is tried first. Names that differ from the column's (by case, say) are asked for once and then known too.
 */
final class Names {

    static final int UNKNOWN = -1;
    /** The name needs a parser: it has escapes, or bytes beyond ASCII that are no column's, or no end. */
    static final int ODD = -2;

    private static final int LENGTH_MAX = 255;
    /** A source that never runs out of new names is asked about anew each time. */
    private static final int KNOWN_MAX = 8_192;

    private final ToIntFunction<String> columns;
    private byte[][] names = new byte[16][];
    private int[] columnOf = new int[16];
    private long[] heads = new long[16];
    private int[] followers = new int[17];
    private int[] table = new int[64];
    private int known;

    private int previous = -1;
    private int end;

    Names(List<Field> fields, ToIntFunction<String> columns) {
        this.columns = columns;
        for (Field field : fields) {
            byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
            if (standsAsItIs(field.name(), name)) {
                learn(name, columns.applyAsInt(field.name()));
            }
        }
        for (int i = 0; i <= known; i++) {
            followers[i] = i;
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
        previous = -1;
    }

    /**
     * The column of the name that starts here, {@link #UNKNOWN} or {@link #ODD}; {@link #end} is then behind its closing quote.
     *
     * @param from behind the opening quote
     */
    int column(byte[] bytes, int from, int limit) {
        int guess = followers[previous + 1];
        if (guess < known && matches(guess, bytes, from, limit)) {
            previous = guess;
            end = from + names[guess].length + 1;
            return columnOf[guess];
        }
        return search(bytes, from, limit);
    }

    int end() {
        return end;
    }

    private boolean matches(int guess, byte[] bytes, int from, int limit) {
        byte[] name = names[guess];
        int close = from + name.length;
        if (close >= limit || bytes[close] != '"') {
            return false;
        }
        if (name.length <= Long.BYTES && from + Long.BYTES <= limit) {
            long mask = name.length == Long.BYTES ? -1L : (1L << (name.length << 3)) - 1;
            return (Words.at(bytes, from) & mask) == heads[guess];
        }
        return Arrays.equals(name, 0, name.length, bytes, from, close);
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
        end = at + 1;
        int slot = slot(hash, bytes, from, at);
        int name = table[slot] - 1;
        if (name < 0) {
            if (!ascii) {
                return ODD;
            }
            int column = columns.applyAsInt(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
            name = known < KNOWN_MAX ? learn(Arrays.copyOfRange(bytes, from, at), column) : -1;
            if (name < 0) {
                return column;
            }
        }
        followers[previous + 1] = name;
        previous = name;
        return columnOf[name];
    }

    private int learn(byte[] name, int column) {
        if (known == names.length) {
            names = Arrays.copyOf(names, known * 2);
            columnOf = Arrays.copyOf(columnOf, known * 2);
            heads = Arrays.copyOf(heads, known * 2);
            followers = Arrays.copyOf(followers, known * 2 + 1);
        }
        if (known * 2 >= table.length) {
            rehash();
        }
        names[known] = name;
        columnOf[known] = column;
        heads[known] = Words.padded(name, 0, name.length);
        followers[known + 1] = known + 1;
        table[slot(hash(name), name, 0, name.length)] = ++known;
        return known - 1;
    }

    private void rehash() {
        table = new int[table.length * 4];
        for (int i = 0; i < known; i++) {
            table[slot(hash(names[i]), names[i], 0, names[i].length)] = i + 1;
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
        while (table[slot] != 0) {
            byte[] name = names[table[slot] - 1];
            if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
