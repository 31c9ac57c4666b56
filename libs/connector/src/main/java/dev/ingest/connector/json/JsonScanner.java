package dev.ingest.connector.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over JSON text (RFC 8259) in memory, checking it and building nothing. It accepts what the tokenizer of {@link JsonReader}
 * accepts, with the same limits, and looks at eight bytes of a string at once: most bytes of a page of records lie in strings.
 */
final class JsonScanner {
    /** Somewhat below what {@link JsonReader} can take, so that a name passed over here can be read there. */
    static final int NAME_BYTES_MAX = 32_000;

    /** Digits, the sign left out; as many as {@link JsonReader} takes. */
    static final int NUMBER_DIGITS_MAX = 1000;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long BLANKS = ONES * ' ';

    private final byte[] text;
    private final int from;
    private final int to;
    private int at;
    private boolean brokenLine;

    JsonScanner(byte[] text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
        this.at = startsWithMark() ? from + 3 : from;
    }

    private boolean startsWithMark() {
        return to - from >= 3
                && text[from] == (byte) 0xEF
                && text[from + 1] == (byte) 0xBB
                && text[from + 2] == (byte) 0xBF;
    }

    /** Where it stands, in bytes from the text's beginning. */
    int position() {
        return at - from;
    }

    /** Where the next token begins, which is also where {@link #tookLineBreak} begins to look. */
    int begin() {
        int next = peek();
        brokenLine = false;
        return next < 0 ? to - from : position();
    }

    /** Whether a line ended between tokens since the beginning. */
    boolean tookLineBreak() {
        return brokenLine;
    }

    /** The byte that the next token begins with, blanks passed over; negative at the end. */
    int peek() {
        while (at < to) {
            byte next = text[at];
            if (next > ' ' || next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next & 0xFF;
            }
            brokenLine |= next == '\n' || next == '\r';
            at++;
        }
        return -1;
    }

    /** Steps into the object or list that begins here. */
    void enter(int depth) throws JsonSyntaxException {
        if (depth >= JsonReader.MAX_NESTING) {
            throw beyond("nested deeper than %d levels".formatted(JsonReader.MAX_NESTING));
        }
        at++;
    }

    /**
     * Goes on to the next element, or past the end.
     *
     * @param first whether nothing was read since {@link #enter}
     * @return whether there is one
     */
    boolean hasNext(boolean first, char end) throws JsonSyntaxException {
        int next = peek();
        if (next == end) {
            at++;
            return false;
        }
        if (!first) {
            if (next != ',') {
                throw wrong();
            }
            at++;
        }
        return true;
    }

    /** Passes over a field's name and its colon; gives where the name ends, its quote included. */
    int name() throws JsonSyntaxException {
        if (peek() != '"') {
            throw wrong();
        }
        int begin = at;
        string();
        int end = at;
        if (end - begin - 2 > NAME_BYTES_MAX) {
            throw beyond("with a name of more than %d bytes".formatted(NAME_BYTES_MAX));
        }
        if (peek() != ':') {
            throw wrong();
        }
        at++;
        return end - from;
    }

    /**
     * Passes over a value.
     *
     * @param depth of the objects and lists around it
     */
    void value(int depth) throws JsonSyntaxException {
        switch (peek()) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number(depth);
        }
    }

    private void object(int depth) throws JsonSyntaxException {
        enter(depth);
        for (boolean first = true; hasNext(first, '}'); first = false) {
            int end = name();
            assert end > 0;
            value(depth + 1);
        }
    }

    private void list(int depth) throws JsonSyntaxException {
        enter(depth);
        for (boolean first = true; hasNext(first, ']'); first = false) {
            value(depth + 1);
        }
    }

    private void word(String word) throws JsonSyntaxException {
        for (int i = 0; i < word.length(); i++) {
            if (at >= to || text[at] != word.charAt(i)) {
                throw wrong();
            }
            at++;
        }
        if (at < to && isPartOfWord(text[at] & 0xFF)) {
            throw wrong();
        }
    }

    private static boolean isPartOfWord(int next) {
        return Character.isLetterOrDigit(next) || next == '_' || next == '$' || next >= 0x80;
    }

    private void number(int depth) throws JsonSyntaxException {
        if (at < to && text[at] == '-') {
            at++;
        }
        int begin = at;
        int marks = 0;
        if (at < to && text[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < to && text[at] == '.') {
            at++;
            marks++;
            digits();
        }
        if (at < to && (text[at] | 0x20) == 'e') {
            at++;
            marks++;
            if (at < to && (text[at] == '+' || text[at] == '-')) {
                at++;
                marks++;
            }
            digits();
        }
        boolean stands = depth > 0 || at == to || text[at] <= ' ' && text[at] >= 0;
        if (!stands) {
            throw wrong();
        }
        if (at - begin - marks > NUMBER_DIGITS_MAX) {
            throw beyond("with a number of more than %d digits".formatted(NUMBER_DIGITS_MAX));
        }
    }

    private void digits() throws JsonSyntaxException {
        int begin = at;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == begin) {
            throw wrong();
        }
    }

    private void string() throws JsonSyntaxException {
        at++;
        while (true) {
            plain();
            if (at >= to) {
                throw wrong();
            }
            int next = text[at] & 0xFF;
            if (next == '"') {
                at++;
                return;
            }
            if (next == '\\') {
                escape();
            } else if (next >= 0x80) {
                character(next);
            } else if (next >= ' ') {
                at++;
            } else {
                throw wrong();
            }
        }
    }

    /** Passes over whole groups of eight bytes that are plain, and over the plain ones before the first that is not. */
    private void plain() {
        while (at <= to - Long.BYTES) {
            long bytes = (long) LONGS.get(text, at);
            long quote = bytes ^ QUOTES;
            long backslash = bytes ^ BACKSLASHES;
            // A byte's highest bit is set where it is not plain; the lowest such byte is always right.
            long special =
                    (bytes | quote - ONES & ~quote | backslash - ONES & ~backslash | bytes - BLANKS & ~bytes) & TOPS;
            if (special != 0) {
                at += Long.numberOfTrailingZeros(special) >>> 3;
                return;
            }
            at += Long.BYTES;
        }
    }

    private void escape() throws JsonSyntaxException {
        at++;
        if (at >= to) {
            throw wrong();
        }
        switch (text[at++]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {}
            case 'u' -> {
                for (int i = 0; i < 4; i++, at++) {
                    if (at >= to || text[at] < 0 || Character.digit(text[at], 16) < 0) {
                        throw wrong();
                    }
                }
            }
            default -> throw wrong();
        }
    }

    /** A character of several bytes in UTF-8. */
    private void character(int first) throws JsonSyntaxException {
        int more = (first & 0xE0) == 0xC0 ? 1 : (first & 0xF0) == 0xE0 ? 2 : (first & 0xF8) == 0xF0 ? 3 : 0;
        if (more == 0) {
            throw wrong();
        }
        at++;
        for (int i = 0; i < more; i++, at++) {
            if (at >= to || (text[at] & 0xC0) != 0x80) {
                throw wrong();
            }
        }
    }

    /**
     * Passes over an object or list that is beyond a limit, looking at its strings and at how many of its objects and lists are open.
     *
     * @param position where it begins
     */
    void passUnread(int position) throws JsonSyntaxException {
        at = from + position;
        long open = 0;
        do {
            switch (peek()) {
                case -1 -> throw wrong();
                case '"' -> string();
                case '{', '[' -> {
                    open++;
                    at++;
                }
                case '}', ']' -> {
                    open--;
                    at++;
                }
                default -> at++;
            }
        } while (open > 0);
    }

    private JsonLimitException beyond(String what) {
        return new JsonLimitException(what, position());
    }

    private JsonSyntaxException wrong() {
        return new JsonSyntaxException("is not JSON at byte " + position());
    }
}
