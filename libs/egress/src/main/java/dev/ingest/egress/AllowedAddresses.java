package dev.ingest.egress;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which hosts may be reached for a tenant although their addresses are loopback, private, link-local or those of a cloud's
 * metadata. Public addresses need no permission.
 */
@FunctionalInterface
public interface AllowedAddresses {
    AllowedAddresses NONE = (host, port) -> false;

    /** For what the operator named, not a tenant. */
    AllowedAddresses ALL = (host, port) -> true;

    /** @param host as in the address, in lower case, without a trailing dot or the brackets of IPv6 */
    boolean allows(String host, int port);

    /**
     * Exactly these.
     *
     * @param hostsAndPorts each {@code host:port}, IPv6 as {@code [::1]:port}
     * @throws IllegalArgumentException naming an entry without a port
     */
    static AllowedAddresses of(Collection<String> hostsAndPorts) {
        Set<String> allowed =
                hostsAndPorts.stream().map(AllowedAddresses::checked).collect(Collectors.toSet());
        return (host, port) -> allowed.contains((host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    private static String checked(String hostAndPort) {
        String entry = hostAndPort.strip().toLowerCase(Locale.ROOT);
        if (!entry.matches("(\\[[0-9a-f:.]+]|[^\\s:/\\[\\]]+):\\d{1,5}")) {
            throw new IllegalArgumentException("allowed address '" + hostAndPort
                    + "' is not a host and port (expected a form like localhost:8080)");
        }
        return entry;
    }
}
