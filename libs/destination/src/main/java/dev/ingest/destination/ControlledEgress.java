package dev.ingest.destination;

import dev.ingest.egress.AllowedAddresses;
import dev.ingest.egress.GuardedResolution;
import dev.ingest.platform.control.ControlPlane;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** As the operator allows it at the control plane, asked at each connection: what is taken back counts for open lakes too. */
@Singleton
final class ControlledEgress implements TenantEgress {
    private final ControlPlane control;

    ControlledEgress(ControlPlane control) {
        this.control = control;
    }

    /** How the service is packaged decides whether names are guarded. */
    void check(@Observes StartupEvent started) {
        GuardedResolution.requireInstalled();
    }

    @Override
    public AllowedAddresses of(String tenant) {
        return (host, port) -> control.egress(tenant).allows(host, port);
    }
}
