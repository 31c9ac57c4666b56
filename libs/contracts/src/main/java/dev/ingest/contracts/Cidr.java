package dev.ingest.contracts;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, such as {@code 10.1.0.0/16} or {@code fd00::/8}; an address alone is a range of one. Source: RFC 4632,
 * section 3.1.
 */
public final class Cidr {
    private static final int V4_DOTS = 3;
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    private final String text;
    private final byte[] network;
    private final int bits;

    private Cidr(String text, byte[] network, int bits) {
        this.text = text;
        this.network = network;
        this.bits = bits;
    }

    /** Throws {@link IllegalArgumentException} if the text is none, or if it has bits beyond its prefix. */
    public static Cidr parse(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] address = address(parts[0]).getAddress();
        int bits = parts.length == 1 ? address.length * Byte.SIZE : prefix(text, parts[1]);
        if (bits > address.length * Byte.SIZE) {
            throw malformed(text);
        }
        var range = new Cidr(text.strip(), masked(address, bits), bits);
        if (!Arrays.equals(range.network, address)) {
            throw new IllegalArgumentException("'%s' (expected: no bits beyond the first %d)".formatted(text, bits));
        }
        return range;
    }

    /** An address as text; {@link IllegalArgumentException} if it is none. Never asks a name server. */
    public static InetAddress address(String text) {
        if (!looksLikeOne(text)) {
            throw malformed(text);
        }
        return InetAddress.ofLiteral(text);
    }

    /**
     * Four decimal numbers, for the JDK would take fewer as well, and so any number for an address; or what has a colon and nothing
     * that only a name or a zone has. By hand, because every call is asked for its address.
     */
    private static boolean looksLikeOne(String text) {
        int dots = 0;
        int colons = 0;
        boolean decimal = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c == ':') {
                colons++;
            } else if (Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            } else if (c > '9') {
                decimal = false;
            }
        }
        return colons > 0 || dots == V4_DOTS && decimal;
    }

    private static int prefix(String text, String digits) {
        if (!PREFIX.matcher(digits).matches()) {
            throw malformed(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("'%s' (expected: an address or a range like 10.1.0.0/16)".formatted(text));
    }

    /** Whether the address is in it. An address of the other family never is. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == network.length && Arrays.equals(masked(bytes, bits), network);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        return masked;
    }

    @Override
    public String toString() {
        return text;
    }
}
