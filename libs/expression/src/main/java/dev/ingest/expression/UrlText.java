package dev.ingest.expression;

import java.nio.charset.StandardCharsets;

/** Percent-encoding as Python's {@code urllib.parse} does it. */
public final class UrlText {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~";

    private UrlText() {}

    /** {@code quote}: everything but unreserved characters and those in {@code safe} is encoded. */
    public static String quote(String text, String safe) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0 || safe.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append("%%%02X".formatted((int) c));
            }
        }
        return out.toString();
    }

    /** {@code quote_plus}: as in forms and query strings, a blank is a plus sign. */
    public static String quotePlus(String text) {
        return quote(text, " ").replace(' ', '+');
    }
}
