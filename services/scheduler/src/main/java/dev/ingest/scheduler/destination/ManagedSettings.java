package dev.ingest.scheduler.destination;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The platform's own warehouse, as the services that write there are told: printed, never opened here. */
@ConfigMapping(prefix = "ingest.managed")
public interface ManagedSettings {
    /** {@code s3://bucket/prefix}, the root of all tenants' warehouses; none where it is not told who reads it from outside. */
    Optional<String> warehouse();

    /** A store other than Amazon's. */
    Optional<String> endpoint();
}
