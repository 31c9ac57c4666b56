package dev.ingest.contracts.config;

import java.util.Map;
import java.util.Optional;

/**
 * Where a tenant's tables are.
 *
 * @param name the destination's name
 * @param kind {@link #MANAGED} or {@code jdbc}
 * @param properties for {@code jdbc}: {@code uri}, {@code catalog}, {@code warehouse}, {@code s3.endpoint}, {@code s3.region},
 *     {@code s3.path-style-access}; none for {@link #MANAGED}
 * @param credential reference of the secret with {@code jdbc.user}, {@code jdbc.password}, {@code s3.access-key-id}, {@code
 *     s3.secret-access-key}; none for {@link #MANAGED}
 */
public record DestinationSpec(String name, String kind, Map<String, String> properties, Optional<String> credential) {
    /** The platform's own catalog and warehouse, with a catalog name and a prefix per tenant, set where the service runs. */
    public static final String MANAGED = "managed";

    public DestinationSpec {
        properties = Map.copyOf(properties);
    }
}
