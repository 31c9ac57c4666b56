package dev.ingest.gateway.feature;

import dev.ingest.contracts.config.StreamSourceSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tenant's stream sources with their compiled schemas, found by name: exactly, then without regard to case. */
final class StreamSources {
    private final List<StreamSourceSpec> specs;
    private final Map<String, Source> exact = new HashMap<>();
    private final Map<String, Source> folded = new HashMap<>();

    /**
     * @param spec what was registered
     * @param schema its columns, compiled
     */
    record Source(StreamSourceSpec spec, RecordSchema schema) {}

    StreamSources(List<StreamSourceSpec> specs) {
        this.specs = specs;
        Set<String> ambiguous = new HashSet<>();
        for (StreamSourceSpec spec : specs) {
            var source = new Source(spec, new RecordSchema(spec));
            exact.put(spec.name(), source);
            if (folded.put(fold(spec.name()), source) != null) {
                ambiguous.add(fold(spec.name()));
            }
        }
        folded.keySet().removeAll(ambiguous);
    }

    /** Whether these are the sources of that configuration. */
    boolean compiledFrom(List<StreamSourceSpec> current) {
        return specs.equals(current);
    }

    Optional<Source> find(String name) {
        return Optional.ofNullable(exact.get(name)).or(() -> Optional.ofNullable(folded.get(fold(name))));
    }

    private static String fold(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
