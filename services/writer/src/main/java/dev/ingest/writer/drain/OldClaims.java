package dev.ingest.writer.drain;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.lake.ClaimStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Removes large records that no message can name any more from tenants' warehouses: at the end of a drain that touched one of the
 * tenant's tables, once a day, and once after each start of this process.
 */
final class OldClaims {
    private static final Logger LOG = Logger.getLogger(OldClaims.class);
    private static final Duration EVERY = Duration.ofDays(1);

    private final Ports ports;
    private final Map<Place, Instant> looked = new ConcurrentHashMap<>();

    private record Place(String tenant, DestinationSpec destination) {}

    OldClaims(Ports ports) {
        this.ports = ports;
    }

    /** Looks for them, if it is time. Two that look at once remove the same. */
    void expire(String tenant, DestinationSpec destination, Instant deadline) {
        var place = new Place(tenant, destination);
        Instant now = ports.clock().instant();
        looked.values().removeIf(before -> !before.plus(EVERY).isAfter(now));
        if (looked.containsKey(place) || !now.isBefore(deadline)) {
            return;
        }
        Instant before = now.minus(ports.settings().upkeep().claimAgeMin());
        try (ClaimStore store = ports.claims().open(tenant, destination)) {
            int removed = store.expire(before, () -> !ports.clock().instant().isBefore(deadline));
            if (removed > 0) {
                LOG.infof("old claims removed: tenant=%s objects=%d", tenant, removed);
            }
        }
        if (ports.clock().instant().isBefore(deadline)) {
            looked.put(place, now);
        }
    }
}
