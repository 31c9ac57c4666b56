package dev.ingest.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses a service connects to because a tenant named them: public ones. Loopback, private and link-local ones, and those
 * where clouds answer with a machine's own credentials, only by a permission for that host and port.
 */
public final class Egress {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Egress() {}

    /**
     * Every address of a host, all of them allowed, for whoever connects to one of these: the name may mean another a moment later.
     *
     * @param host a name or an address, an IPv6 one with or without brackets
     * @throws ForbiddenAddressException if any of them is not public and this host and port are not allowed
     */
    public static List<InetAddress> addresses(String host, int port, AllowedAddresses allowed)
            throws UnknownHostException {
        List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
        if (!allowed.allows(plain(host), port)) {
            for (InetAddress address : addresses) {
                Optional<String> refused = AddressKinds.refused(address);
                if (refused.isPresent()) {
                    throw new ForbiddenAddressException(host, refused.get());
                }
            }
        }
        return addresses;
    }

    /**
     * Checks a host for whoever connects by its name, and keeps the name to what it is now ({@link GuardedResolution}), unless it is
     * allowed whatever it is.
     *
     * @throws ForbiddenAddressException as {@link #addresses} does
     */
    public static void guard(String host, int port, AllowedAddresses allowed) throws UnknownHostException {
        String name = plain(host);
        if (!allowed.allows(name, port)) {
            List<InetAddress> _ = addresses(host, port, allowed);
            GuardedResolution.guard(name);
        }
    }

    /** An address's port, or its scheme's. */
    public static int port(URI address) {
        return address.getPort() >= 0
                ? address.getPort()
                : "https".equalsIgnoreCase(address.getScheme()) ? HTTPS : HTTP;
    }

    /** In one spelling: lower case, no brackets, no dot at its end. */
    static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            return lower.substring(1, lower.length() - 1);
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
