package dev.ingest.scheduler.consent;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.egress.AllowedAddresses;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The address that a manifest sends a user to: an API's own page, never a script or what only this platform's network reaches. */
final class ConsentUrl {
    private static final int HTTP = 80;

    private ConsentUrl() {}

    /**
     * The address as it was given. Plain http only to what the operator lets the tenant reach, as for manifests.
     *
     * @param allowed {@code host:port} each
     */
    static String checked(String url, List<String> allowed) {
        URI address = parsed(url);
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        boolean usable = address.getHost() != null && address.getRawUserInfo() == null;
        if (!usable || !(scheme.equals("https") || scheme.equals("http") && isAllowed(address, allowed))) {
            throw IngestException.invalid(
                    "consent_url: leads to %s://%s (expected: https, a host, and no user in front of it)"
                            .formatted(scheme, address.getHost()));
        }
        return url;
    }

    private static boolean isAllowed(URI address, List<String> allowed) {
        String host = address.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        return AllowedAddresses.of(allowed).allows(host, address.getPort() >= 0 ? address.getPort() : HTTP);
    }

    private static URI parsed(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException malformed) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT,
                    "consent_url: is no address once it is filled in (expected: an https one)",
                    malformed);
        }
    }
}
