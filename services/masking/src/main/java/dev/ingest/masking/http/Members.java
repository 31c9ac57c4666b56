package dev.ingest.masking.http;

import dev.ingest.contracts.config.MembershipSpec;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.identity.Memberships;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.List;

/** Tenants' members, as the control plane tells. */
@Singleton
final class Members implements Memberships {
    private final ControlPlane control;

    Members(ControlPlane control) {
        this.control = control;
    }

    @Override
    public Uni<List<MembershipSpec>> of(List<String> names, AuthenticationRequestContext context) {
        return Uni.createFrom()
                .item(() -> names.stream()
                        .flatMap(name -> control.memberships(name).stream())
                        .toList())
                .runSubscriptionOn(Infrastructure.getDefaultExecutor());
    }
}
