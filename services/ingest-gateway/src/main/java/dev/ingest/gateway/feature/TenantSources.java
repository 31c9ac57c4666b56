package dev.ingest.gateway.feature;

import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A tenant's stream sources and their feature views, compiled, found by name: exactly, then without regard to case. */
final class TenantSources {
    private final Registered registered;
    private final Map<String, Source> exact = new HashMap<>();
    private final Map<String, Source> folded = new HashMap<>();

    /**
     * What a tenant has registered.
     *
     * @param sources its stream sources
     * @param views its feature views
     */
    record Registered(List<StreamSourceSpec> sources, List<FeatureViewSpec> views) {}

    /**
     * @param spec what was registered
     * @param schema its columns, compiled
     * @param views the views that consume it
     */
    record Source(StreamSourceSpec spec, RecordSchema schema, List<View> views) {
        Duration patience() {
            return patience(spec);
        }

        /** Of the time that a record may take to its table, one half passes asleep, and the other is the writer's. */
        private static Duration patience(StreamSourceSpec spec) {
            return spec.freshnessSeconds()
                    .map(seconds -> Duration.ofSeconds(seconds).dividedBy(2))
                    .orElse(Duration.ZERO);
        }
    }

    TenantSources(Registered registered, Function<List<Map<String, Object>>, RecordTransformer> compiler) {
        this.registered = registered;
        Set<String> ambiguous = new HashSet<>();
        for (StreamSourceSpec spec : registered.sources()) {
            List<View> views = registered.views().stream()
                    .filter(view -> view.source().equals(spec.name()))
                    .map(view -> new View(view, Source.patience(spec), compiler))
                    .toList();
            var source = new Source(spec, new RecordSchema(spec), views);
            exact.put(spec.name(), source);
            if (folded.put(fold(spec.name()), source) != null) {
                ambiguous.add(fold(spec.name()));
            }
        }
        folded.keySet().removeAll(ambiguous);
    }

    /** Whether this is what is registered. */
    boolean compiledFrom(Registered current) {
        return registered.equals(current);
    }

    Optional<Source> find(String name) {
        Source known = exact.get(name);
        return Optional.ofNullable(known == null ? folded.get(fold(name)) : known);
    }

    private static String fold(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
