package dev.ingest.gateway.feature;

import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What tenants have registered, compiled once and again when it changes. Thread-safe. */
public final class Registrations {
    /** Tenants whose registrations are kept compiled; beyond it they are compiled again. */
    private static final int TENANTS_MAX = 10_000;

    private final Function<String, List<StreamSourceSpec>> sources;
    private final Function<String, List<FeatureViewSpec>> views;
    private final Function<List<Map<String, Object>>, RecordTransformer> compiler;
    private final Map<String, TenantSources> compiled = new ConcurrentHashMap<>();

    /**
     * @param sources a tenant's stream sources; may block
     * @param views a tenant's feature views; may block
     * @param compiler compiles a view's transformation
     */
    public Registrations(
            Function<String, List<StreamSourceSpec>> sources,
            Function<String, List<FeatureViewSpec>> views,
            Function<List<Map<String, Object>>, RecordTransformer> compiler) {
        this.sources = sources;
        this.views = views;
        this.compiler = compiler;
    }

    /** What a view that was found before is by now; nothing if it is not registered any more. May block. */
    Optional<FeatureViewSpec.State> state(FeatureViewSpec known) {
        return views.apply(known.tenant()).stream()
                .filter(view ->
                        view.name().equals(known.name()) && view.version().equals(known.version()))
                .findFirst()
                .map(FeatureViewSpec::state);
    }

    TenantSources of(String tenant) {
        var current = new TenantSources.Registered(sources.apply(tenant), views.apply(tenant));
        TenantSources known = compiled.get(tenant);
        if (known != null && known.compiledFrom(current)) {
            return known;
        }
        if (compiled.size() >= TENANTS_MAX) {
            compiled.clear();
        }
        var fresh = new TenantSources(current, compiler);
        compiled.put(tenant, fresh);
        return fresh;
    }
}
