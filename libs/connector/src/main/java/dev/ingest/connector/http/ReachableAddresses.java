package dev.ingest.connector.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule for addresses that requests may go to, for whoever sends something that is no request to a source. It must connect to an
 * address that it got here: the name may mean another one a moment later.
 */
public final class ReachableAddresses {
    private ReachableAddresses() {}

    /**
     * Every address of the host, all of them allowed.
     *
     * @param allowed hosts and ports that may be reached although their addresses are not public
     * @throws IllegalArgumentException naming the host and the kind of address that nothing may be sent to
     */
    public static List<InetAddress> of(URI url, AllowedAddresses allowed) throws UnknownHostException {
        List<InetAddress> addresses = List.of(InetAddress.getAllByName(url.getHost()));
        if (!allowed.allows(host(url), Egress.port(url))) {
            for (InetAddress address : addresses) {
                Optional<String> refused = Egress.refused(address);
                if (refused.isPresent()) {
                    throw new IllegalArgumentException(
                            "%s is a %s address (expected a public one, or one that the operator allows)"
                                    .formatted(url.getHost(), refused.get()));
                }
            }
        }
        return addresses;
    }

    private static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$", "");
    }
}
