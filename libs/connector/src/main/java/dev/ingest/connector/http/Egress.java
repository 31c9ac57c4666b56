package dev.ingest.connector.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses a request may go to: public ones. To loopback, private and link-local ones, and to those where clouds answer with a
 * machine's own credentials, only by a permission for that host and port: a manifest is a tenant's input.
 *
 * <p>The HTTP client resolves the name once more when it connects; {@link GuardedResolution} sees to it that it gets no other answer.
 */
final class Egress {
    private static final int V4_BYTES = 4;
    /** A cloud's own service at an address that looks public: Azure's platform. */
    private static final Set<String> METADATA = Set.of("168.63.129.16");

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
        GuardedResolution.guard(host(request.uri()));
    }

    private static String host(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    static int port(URI address) {
        return address.getPort() >= 0
                ? address.getPort()
                : "https".equalsIgnoreCase(address.getScheme()) ? Urls.HTTPS : Urls.HTTP;
    }

    /** What kind of address it is that no request may go to; nothing if requests may go there. */
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
