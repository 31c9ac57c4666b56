package dev.ingest.scheduler.destination;

import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.contracts.destination.TenantDestination;
import dev.ingest.contracts.destination.TenantDestination.Own;
import dev.ingest.scheduler.table.TableHeads;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds how Snowflake reads a tenant's destination. Within the caller's transaction. */
@Singleton
public class SnowflakeReaders {
    private static final Logger LOG = Logger.getLogger(SnowflakeReaders.class);

    private final ManagedSettings managed;

    SnowflakeReaders(ManagedSettings managed) {
        this.managed = managed;
    }

    /** None where it is the platform's own, and where that is was not said, or is no bucket. */
    public Uni<Optional<SnowflakeReader>> of(String tenant, String destination) {
        return Destination.required(tenant, destination).chain(row -> {
            TenantDestination read = row.read();
            Optional<Own> place =
                    switch (read) {
                        case Own own -> Optional.of(own);
                        case TenantDestination.Managed ignored -> ofPlatform(tenant);
                    };
            return place.map(own -> TableHeads.of(tenant, destination)
                            .map(heads -> Optional.of(
                                    new SnowflakeReader(own, read instanceof TenantDestination.Managed, heads))))
                    .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        });
    }

    /** A tenant's part of the platform's warehouse, as the writer lays it out. */
    private Optional<Own> ofPlatform(String tenant) {
        return managed.warehouse().flatMap(root -> {
            Map<String, String> properties = new HashMap<>();
            properties.put("uri", "jdbc:postgresql://platform/catalog");
            properties.put("catalog", tenant);
            properties.put("warehouse", root.replaceAll("/+$", "") + "/" + tenant);
            managed.endpoint().ifPresent(endpoint -> properties.put("s3.endpoint", endpoint));
            try {
                return Optional.of(
                        (Own) TenantDestination.of(new DestinationSpec(tenant, "jdbc", properties, Optional.empty())));
            } catch (IllegalArgumentException noBucket) {
                LOG.debugf("nothing that Snowflake reads: cause=%s", noBucket.getMessage());
                return Optional.empty();
            }
        });
    }
}
