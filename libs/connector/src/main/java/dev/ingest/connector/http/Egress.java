package dev.ingest.connector.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses a request may go to. Public ones; to loopback, private and link-local ones, where clouds answer with a
 * machine's own credentials, only by a permission for that host and port: a manifest is a tenant's input.
 *
 * <p>The HTTP client resolves the name once more when it connects. The JDK keeps a resolved name for a while (security property
 * {@code networkaddress.cache.ttl}, 30 s), so it connects to what was checked just before; a name server under a tenant's control
 * that changes its answer at the moment at which that entry ends could still slip through. Where that matters, the network has to
 * refuse such connections as well.
 */
final class Egress {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private Egress() {}

    /** Checks each address of the request's host: the client may connect to any of them. */
    static void check(ApiRequest request, AllowedAddresses allowed) throws UnknownHostException {
        if (allowed.allows(host(request.uri()), port(request.uri()))) {
            return;
        }
        for (InetAddress address : InetAddress.getAllByName(request.uri().getHost())) {
            Optional<String> refused = refused(address);
            if (refused.isPresent()) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        request.describe() + " is a " + refused.get() + " address (expected the address of an API)");
            }
        }
    }

    private static String host(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
    }

    /** What kind of address it is that no request may go to; nothing if requests may go there. */
    static Optional<String> refused(InetAddress address) {
        InetAddress meant = embedded(address);
        if (meant.isLinkLocalAddress() || meant.isMulticastAddress() || meant.isAnyLocalAddress()) {
            return Optional.of("link-local");
        }
        if (meant.isLoopbackAddress()) {
            return Optional.of("loopback");
        }
        return isPrivate(meant) ? Optional.of("private") : Optional.empty();
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isSiteLocalAddress() || (bytes.length == V4_BYTES ? isPrivateV4(bytes) : isUniqueLocal(bytes));
    }

    /** Source: RFC 6890, beyond RFC 1918: this network, carrier-grade NAT, protocol assignments, benchmarks, reserved. */
    private static boolean isPrivateV4(byte[] address) {
        int first = address[0] & 0xFF;
        int second = address[1] & 0xFF;
        return first == 0
                || first == 100 && (second & 0xC0) == 64
                || first == 192 && second == 0 && address[2] == 0
                || first == 198 && (second & 0xFE) == 18
                || first >= 240;
    }

    /** Source: RFC 4193: fc00::/7. */
    private static boolean isUniqueLocal(byte[] address) {
        return (address[0] & 0xFE) == 0xFC;
    }

    /**
     * The IPv4 address that an IPv6 one stands for: IPv4-compatible (RFC 4291, section 2.5.5.1) and NAT64 (RFC 6052); the JDK makes
     * IPv4 of mapped ones itself.
     */
    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != V6_BYTES || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return address;
        }
        byte[] prefix = Arrays.copyOf(bytes, V6_BYTES - V4_BYTES);
        byte[] nat64 = {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
        if (!Arrays.equals(prefix, nat64) && !Arrays.equals(prefix, new byte[prefix.length])) {
            return address;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, V6_BYTES - V4_BYTES, V6_BYTES));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
