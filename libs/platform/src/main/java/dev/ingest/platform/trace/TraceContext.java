package dev.ingest.platform.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a trace, as messages carry it. Only of what is traced there is one. Source: W3C Trace Context, level 1.
 *
 * @param trace 32 digits in hexadecimal, in lower case
 * @param span 16 digits
 */
public record TraceContext(String trace, String span) {
    static final String HEADER = "traceparent";
    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final HexFormat HEX = HexFormat.of();
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;
    private static final int SAMPLED = 1;

    /** The one of a run: whoever knows its id knows its trace, whichever process asks for its slices and whichever sees its end. */
    public static TraceContext ofRun(String run) {
        byte[] hash = hash("run " + run);
        return new TraceContext(
                HEX.formatHex(hash, 0, TRACE_BYTES), HEX.formatHex(hash, TRACE_BYTES, TRACE_BYTES + SPAN_BYTES));
    }

    /** A trace that begins here. */
    static TraceContext begun() {
        return new TraceContext(random() + random(), random());
    }

    /** A new place in this trace. */
    TraceContext next() {
        return new TraceContext(trace, random());
    }

    /** Whether this trace is within that share of all; every service that is told the same share decides alike. */
    boolean within(double share) {
        long drawn = Long.parseUnsignedLong(trace.substring(0, SPAN_BYTES), SPAN_BYTES * 2);
        return drawn < share * (1L << Integer.SIZE);
    }

    /** What a message says; nothing where it says that it is not traced, or nothing that makes sense. */
    static Optional<TraceContext> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() && (Integer.parseInt(form.group(3), SPAN_BYTES * 2) & SAMPLED) == SAMPLED
                ? Optional.of(new TraceContext(form.group(1), form.group(2)))
                : Optional.empty();
    }

    /** As a message carries it. */
    @Override
    public String toString() {
        return "00-" + trace + "-" + span + "-01";
    }

    /** Never zero, which is no id. */
    private static String random() {
        return HEX.toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    }

    private static byte[] hash(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)))
                    .array();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
