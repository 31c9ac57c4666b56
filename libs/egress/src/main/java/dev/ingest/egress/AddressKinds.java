package dev.ingest.egress;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/** Kinds of addresses that are not public: those of this machine, of its network, and of what a cloud tells its own machines. */
final class AddressKinds {
    private static final int V4_BYTES = 4;

    /** A cloud's own service at an address that looks public: Azure's platform. */
    private static final Set<String> METADATA = Set.of("168.63.129.16");

    private AddressKinds() {}

    /** What kind it is that nothing may be sent to; nothing if it is public. */
    static Optional<String> refused(InetAddress address) {
        return EmbeddedAddresses.of(address).stream()
                .flatMap(each -> kind(each).stream())
                .findFirst();
    }

    private static Optional<String> kind(InetAddress address) {
        if (address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return Optional.of("link-local");
        }
        if (address.isLoopbackAddress()) {
            return Optional.of("loopback");
        }
        if (METADATA.contains(address.getHostAddress())) {
            return Optional.of("metadata");
        }
        return isPrivate(address) ? Optional.of("private") : Optional.empty();
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isSiteLocalAddress() || (bytes.length == V4_BYTES ? isPrivateV4(bytes) : isPrivateV6(bytes));
    }

    /** Source: RFC 6890, beyond RFC 1918: this network, carrier-grade NAT, protocol assignments, benchmarks, reserved. */
    private static boolean isPrivateV4(byte[] address) {
        int first = address[0] & 0xFF;
        int second = address[1] & 0xFF;
        return first == 0
                || first == 127
                || first == 100 && (second & 0xC0) == 64
                || first == 192 && second == 0 && address[2] == 0
                || first == 198 && (second & 0xFE) == 18
                || first >= 240;
    }

    /** Source: RFC 4193, fc00::/7; RFC 8215, 64:ff9b:1::/48, a network's own NAT64; RFC 6666, 100::/64. */
    private static boolean isPrivateV6(byte[] address) {
        return (address[0] & 0xFE) == 0xFC
                || startsWith(address, 0, 0x64, 0xFF, 0x9B, 0, 1)
                || startsWith(address, 1, 0, 0, 0, 0, 0, 0, 0);
    }

    static boolean startsWith(byte[] address, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((address[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
