package dev.ingest.contracts.value;

/** Which texts are taken: half of a surrogate pair, which an escape can be, is no character, and has no UTF-8. */
public final class Characters {
    private Characters() {}

    /** Whether every surrogate is half of a pair. */
    public static boolean areWhole(CharSequence text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                if (at + 1 == text.length() || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }

    /** The same, of a part of an array. */
    public static boolean areWhole(char[] text, int from, int length) {
        int to = from + length;
        int all = 0;
        for (int at = from; at < to; at++) {
            all |= text[at];
        }
        // most texts: none of their characters is as great
        return all < Character.MIN_SURROGATE || arePaired(text, from, to);
    }

    private static boolean arePaired(char[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (Character.isSurrogate(text[at])) {
                if (at + 1 == to || !Character.isSurrogatePair(text[at], text[at + 1])) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }
}
