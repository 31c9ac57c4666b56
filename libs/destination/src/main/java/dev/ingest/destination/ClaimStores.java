package dev.ingest.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.destination.Destinations.Place;
import dev.ingest.lake.ClaimStore;
import jakarta.inject.Singleton;

/**
 * Opens the place of a tenant's large records, with the keys that open its tables. Large records are rare, so whoever has one
 * opens and closes the place for itself.
 */
@Singleton
public final class ClaimStores {
    private final Destinations destinations;

    ClaimStores(Destinations destinations) {
        this.destinations = destinations;
    }

    /**
     * Opens it; the destination's catalog is not asked for anything.
     *
     * @throws IngestException {@code INVALID_ARGUMENT}, naming what is wrong with the destination
     */
    public ClaimStore open(String tenant, DestinationSpec spec) {
        Place place = destinations.of(tenant, spec);
        return destinations.reach(place, allowed -> ClaimStore.open(place.destination(), place.credentials(), allowed));
    }
}
