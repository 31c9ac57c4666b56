package dev.ingest.platform.mask;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** The network part of an IP address: without the last octet of IPv4, without the last 80 bits of IPv6. */
final class IpNetwork {
    /** Four numbers: the JDK would take one, two or three as well, and so any number for an address. */
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int V4_BYTES = 4;
    private static final int GROUPS_KEPT = 3;

    private IpNetwork() {}

    /** The network's text; nothing if the text is no address. Never asks a name server. */
    static Optional<String> of(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            byte[] address = InetAddress.ofLiteral(text).getAddress();
            return Optional.of(address.length == V4_BYTES ? v4(address) : v6(address));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static String v4(byte[] address) {
        return "%d.%d.%d.0".formatted(address[0] & 0xFF, address[1] & 0xFF, address[2] & 0xFF);
    }

    /** Source: RFC 5952, section 4: lower case, no leading zeros, the longest run of zeros shortened. */
    private static String v6(byte[] address) {
        var groups = new StringBuilder();
        int last = GROUPS_KEPT;
        while (last > 0 && group(address, last - 1) == 0) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            groups.append(i == 0 ? "" : ":").append(Integer.toHexString(group(address, i)));
        }
        return groups.append("::").toString();
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xFF) << 8 | (address[2 * index + 1] & 0xFF);
    }
}
