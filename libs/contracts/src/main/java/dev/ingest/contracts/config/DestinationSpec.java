package dev.ingest.contracts.config;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a tenant's tables are, as it is written; {@code destination.TenantDestination} says which kinds and properties there
 * are.
 *
 * @param name the destination's name
 * @param kind {@link #MANAGED}, {@code jdbc}, {@code rest} or {@code glue}
 * @param properties none for {@link #MANAGED}
 * @param credential reference of the secret with what opens it: {@code jdbc.user} and {@code jdbc.password}; {@code
 *     rest.client-id} and {@code rest.client-secret}, or {@code rest.token}; {@code s3.access-key-id} and {@code
 *     s3.secret-access-key} unless a role is assumed. None for {@link #MANAGED}, or where there is nothing to keep
 * @param externalId what the platform tells AWS in the tenant's name when it assumes a role: made by the control plane, one
 *     per tenant, no secret; none when it comes from a tenant
 */
public record DestinationSpec(
        String name,
        String kind,
        Map<String, String> properties,
        Optional<String> credential,
        Optional<String> externalId) {
    /** The platform's own catalog and warehouse, with a catalog name and a prefix per tenant, set where the service runs. */
    public static final String MANAGED = "managed";

    public DestinationSpec {
        properties = Map.copyOf(properties);
        // an older control plane does not say
        externalId = Objects.requireNonNullElse(externalId, Optional.empty());
    }

    /** As a tenant asks for it. */
    public DestinationSpec(String name, String kind, Map<String, String> properties, Optional<String> credential) {
        this(name, kind, properties, credential, Optional.empty());
    }

    /** The same in a tenant's name. */
    public DestinationSpec in(String tenantsExternalId) {
        return new DestinationSpec(name, kind, properties, credential, Optional.of(tenantsExternalId));
    }
}
