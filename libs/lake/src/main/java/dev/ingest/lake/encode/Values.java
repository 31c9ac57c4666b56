package dev.ingest.lake.encode;

import dev.ingest.contracts.value.JsonLimits;

/** Finds where JSON values end, checking everything on the way. */
final class Values {

    /** Nested deeper than a word has bits is the general path's. */
    private static final int DEPTH_MAX = Long.SIZE - 1;

    /** Bytes; the parser of the general path allows as many characters. */
    private static final int NAME_LENGTH_MAX = JsonLimits.NAME_LENGTH_MAX;

    static final int ODD = Texts.ODD;

    private final Texts texts;
    private final Numbers numbers;

    Values(Texts texts, Numbers numbers) {
        this.texts = texts;
        this.numbers = numbers;
    }

    /** The index behind the value that starts here, or {@link #ODD}. */
    int end(byte[] bytes, int from, int limit) {
        int b = from < limit ? bytes[from] : 0;
        return b == '{' || b == '[' ? nestedEnd(bytes, from, limit) : scalarEnd(bytes, from, limit);
    }

    private int scalarEnd(byte[] bytes, int from, int limit) {
        return switch (from < limit ? bytes[from] : 0) {
            case '"' -> {
                int quote = texts.end(bytes, from + 1, limit);
                yield quote < 0 ? ODD : quote + 1;
            }
            case 't' -> literalEnd(bytes, from, limit, "true");
            case 'f' -> literalEnd(bytes, from, limit, "false");
            case 'n' -> literalEnd(bytes, from, limit, "null");
            default -> numbers.read(bytes, from, limit);
        };
    }

    static int literalEnd(byte[] bytes, int from, int limit, String literal) {
        if (from + literal.length() > limit) {
            return ODD;
        }
        for (int i = 0; i < literal.length(); i++) {
            if (bytes[from + i] != literal.charAt(i)) {
                return ODD;
            }
        }
        return from + literal.length();
    }

    /** A line ends a record, so that it is no space here. */
    static int skipSpace(byte[] bytes, int from, int limit) {
        return from < limit && bytes[from] > ' ' ? from : skipSpaces(bytes, from, limit);
    }

    private static int skipSpaces(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
            at++;
        }
        return at;
    }

    private int nestedEnd(byte[] bytes, int from, int limit) {
        long objects = 0;
        int depth = 0;
        int at = from;
        while (true) {
            // a value starts here
            int b = at < limit ? bytes[at] : 0;
            boolean open = b == '{' || b == '[';
            if (open) {
                if (++depth > DEPTH_MAX) {
                    return ODD;
                }
                objects = objects << 1 | (b == '{' ? 1 : 0);
                at = skipSpace(bytes, at + 1, limit);
                if (at >= limit || bytes[at] != b + 2) {
                    at = b == '{' ? nameEnd(bytes, at, limit) : at;
                    if (at < 0) {
                        return ODD;
                    }
                    continue;
                }
            } else {
                at = scalarEnd(bytes, at, limit);
                if (at < 0) {
                    return ODD;
                }
                at = skipSpace(bytes, at, limit);
            }
            // a value has ended, or an empty structure ends here
            while (at < limit && bytes[at] == ((objects & 1) == 1 ? '}' : ']')) {
                objects >>>= 1;
                at++;
                if (--depth == 0) {
                    return at;
                }
                at = skipSpace(bytes, at, limit);
            }
            if (at >= limit || bytes[at] != ',') {
                return ODD;
            }
            at = skipSpace(bytes, at + 1, limit);
            at = (objects & 1) == 1 ? nameEnd(bytes, at, limit) : at;
            if (at < 0) {
                return ODD;
            }
        }
    }

    /** Where a field's value starts, given where its name's opening quote should be. */
    private int nameEnd(byte[] bytes, int from, int limit) {
        if (from >= limit || bytes[from] != '"') {
            return ODD;
        }
        int quote = texts.end(bytes, from + 1, limit);
        // an escape may be half of a surrogate pair, which the general path has in no name
        if (quote < 0 || quote - from > NAME_LENGTH_MAX || texts.isEscaped()) {
            return ODD;
        }
        return valueStart(bytes, quote + 1, limit);
    }

    /** Where a field's value starts, given what is behind its name's closing quote. */
    static int valueStart(byte[] bytes, int from, int limit) {
        int colon = skipSpace(bytes, from, limit);
        return colon < limit && bytes[colon] == ':' ? skipSpace(bytes, colon + 1, limit) : ODD;
    }
}
