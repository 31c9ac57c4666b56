package dev.ingest.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** The IPv4 addresses that IPv6 ones stand for; the JDK makes IPv4 of mapped ones (::ffff:0:0/96) itself. */
final class EmbeddedAddresses {
    private static final int V6_BYTES = 16;
    private static final int LAST_FOUR = 12;
    private static final int SIX_TO_FOUR = 2;

    private EmbeddedAddresses() {}

    /** The address itself, and every one it may be translated to on its way. */
    static List<InetAddress> of(InetAddress address) {
        byte[] bytes = address.getAddress();
        List<InetAddress> meant = new ArrayList<>(List.of(address));
        if (bytes.length != V6_BYTES || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return meant;
        }
        // IPv4-compatible (RFC 4291), NAT64 (RFC 6052), IPv4-translated (RFC 7915), ISATAP (RFC 5214).
        if (AddressKinds.startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                || AddressKinds.startsWith(bytes, 0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0)
                || AddressKinds.startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0)
                || isIsatap(bytes)) {
            meant.add(v4(bytes, LAST_FOUR, 0));
        }
        // 6to4 (RFC 3056).
        if (AddressKinds.startsWith(bytes, 0x20, 0x02)) {
            meant.add(v4(bytes, SIX_TO_FOUR, 0));
        }
        // Teredo (RFC 4380): the client's address with all bits turned over.
        if (AddressKinds.startsWith(bytes, 0x20, 0x01, 0, 0)) {
            meant.add(v4(bytes, LAST_FOUR, 0xFF));
        }
        return meant;
    }

    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && (bytes[11] & 0xFF) == 0xFE;
    }

    private static InetAddress v4(byte[] address, int from, int turned) {
        byte[] four = new byte[4];
        for (int i = 0; i < four.length; i++) {
            four[i] = (byte) (address[from + i] ^ turned);
        }
        try {
            return InetAddress.getByAddress(four);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
