package dev.ingest.destination;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.egress.Egress;
import dev.ingest.lake.CatalogKind;
import dev.ingest.lake.Destination;
import java.net.URI;
import java.net.UnknownHostException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The hosts that a tenant wrote into a destination, checked before anything is sent there, so that a forbidden one is told as what
 * it is and not as an outage. What its catalog names later is checked at each request.
 */
final class NamedHosts {
    private NamedHosts() {}

    /**
     * Checks them, and keeps their names to what they are now.
     *
     * @throws dev.ingest.egress.ForbiddenAddressException if nothing may be sent to one of them
     * @throws UnknownHostException if one has no address at this time
     */
    static void guard(Destination destination, AllowedAddresses allowed) throws UnknownHostException {
        if (destination.kind() == CatalogKind.JDBC) {
            guardDatabase(destination.uri(), allowed);
        }
        if (destination.kind() == CatalogKind.GLUE && !destination.uri().isEmpty()) {
            guard(URI.create(destination.uri()), allowed);
        }
        Optional<URI> store = Optional.ofNullable(destination.properties().get(Destination.S3_ENDPOINT))
                .map(URI::create);
        if (store.isPresent()) {
            guard(store.get(), allowed);
        }
    }

    private static void guard(URI address, AllowedAddresses allowed) throws UnknownHostException {
        Egress.guard(address.getHost(), Egress.port(address), allowed);
    }

    /** In the driver's own reading of the address: it may name several hosts, or none and mean its own. */
    private static void guardDatabase(String uri, AllowedAddresses allowed) throws UnknownHostException {
        Map<String, String> read = asTheDriverReads(uri);
        String[] hosts = read.getOrDefault("PGHOST", "").split(",", -1);
        String[] ports = read.getOrDefault("PGPORT", "").split(",", -1);
        for (int i = 0; i < hosts.length; i++) {
            Egress.guard(hosts[i], Integer.parseInt(ports[i]), allowed);
        }
    }

    private static Map<String, String> asTheDriverReads(String uri) {
        try {
            return Arrays.stream(DriverManager.getDriver(uri).getPropertyInfo(uri, new Properties()))
                    .filter(property -> property.value != null)
                    .collect(Collectors.toMap(property -> property.name, property -> property.value));
        } catch (SQLException unreadable) {
            throw new IllegalStateException("no driver reads an address that was checked", unreadable);
        }
    }
}
