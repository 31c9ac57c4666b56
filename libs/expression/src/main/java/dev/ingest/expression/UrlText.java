package dev.ingest.expression;

import java.nio.charset.StandardCharsets;

/** Percent-encoding as Python's {@code urllib.parse} does it. */
public final class UrlText {
    private static final String HEX = "0123456789ABCDEF";

    private UrlText() {}

    /** {@code quote}: everything but unreserved characters and those in {@code safe} is encoded. */
    public static String quote(String text, String safe) {
        if (isPlain(text, safe)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isUnreserved(c) || safe.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text, String safe) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 127 || !isUnreserved(c) && safe.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return c < 128 && Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '~';
    }

    /** {@code quote_plus}: as in forms and query strings, a blank is a plus sign. */
    public static String quotePlus(String text) {
        return quote(text, " ").replace(' ', '+');
    }
}
