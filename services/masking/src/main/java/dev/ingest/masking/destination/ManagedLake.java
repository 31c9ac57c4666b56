package dev.ingest.masking.destination;

import dev.ingest.lake.LakeCredentials;
import java.util.Map;

/**
 * The platform's own catalog and warehouse, where tenants have a catalog name and a prefix each.
 *
 * @param uri the catalog database
 * @param warehouse root of the warehouse, without a tenant
 * @param properties how the store is reached
 * @param credentials what opens both
 */
public record ManagedLake(String uri, String warehouse, Map<String, String> properties, LakeCredentials credentials) {
    public ManagedLake {
        properties = Map.copyOf(properties);
    }
}
