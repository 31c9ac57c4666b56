package dev.ingest.gateway.http;

import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.platform.control.ControlPlane;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What tenants' posts may be, worked out once for all tenants with the same limits. */
@Singleton
class TenantLimits {
    /** Different limits that are kept; beyond it they are worked out again. */
    private static final int KEPT_MAX = 10_000;

    private final GatewaySettings settings;
    private final ControlPlane control;
    private final Map<TenantLimitsSpec, PostLimits> kept = new ConcurrentHashMap<>();

    TenantLimits(GatewaySettings settings, ControlPlane control) {
        this.settings = settings;
        this.control = control;
    }

    PostLimits of(String tenant) {
        TenantLimitsSpec own = control.limits(tenant);
        PostLimits known = kept.get(own);
        if (known != null) {
            return known;
        }
        if (kept.size() >= KEPT_MAX) {
            kept.clear();
        }
        PostLimits fresh = PostLimits.of(settings, own);
        kept.put(own, fresh);
        return fresh;
    }
}
