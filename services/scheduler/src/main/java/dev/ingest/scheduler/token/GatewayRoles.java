package dev.ingest.scheduler.token;

import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.identity.Roles;
import java.util.Set;
import java.util.TreeSet;

/** The roles that a caller of the gateway may have. */
final class GatewayRoles {
    private static final Set<String> ALL = new TreeSet<>(Set.of(Roles.PRODUCER, Roles.CONSUMER, Roles.QUERY_LOG));

    private GatewayRoles() {}

    static String required(String role) {
        if (!ALL.contains(role)) {
            throw IngestException.invalid("role: '%s' (expected: one of %s)".formatted(role, String.join(", ", ALL)));
        }
        return role;
    }
}
