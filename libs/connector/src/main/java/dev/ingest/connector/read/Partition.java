package dev.ingest.connector.read;

import dev.ingest.connector.http.Injection;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One part of a stream with requests of its own.
 *
 * @param fields what identifies it, parents' partitions included
 * @param extra further fields of the parent record, for templates only
 */
record Partition(Value.Dict fields, Value.Dict extra, List<Injection> injections) {
    static final Partition WHOLE = new Partition(Value.emptyDict(), Value.emptyDict(), List.of());

    boolean isWhole() {
        return fields.entries().isEmpty();
    }

    /** Equal partitions have equal keys; none where the stream has no partitions. */
    Optional<String> key() {
        return isWhole() ? Optional.empty() : Optional.of(JsonText.canonical(fields));
    }

    Partition and(Partition other) {
        Map<Value, Value> both = new LinkedHashMap<>(fields.entries());
        both.putAll(other.fields().entries());
        Map<Value, Value> extras = new LinkedHashMap<>(extra.entries());
        extras.putAll(other.extra().entries());
        List<Injection> all = new ArrayList<>(injections);
        all.addAll(other.injections());
        return new Partition(new Value.Dict(both), new Value.Dict(extras), List.copyOf(all));
    }

    /** {@code stream_slice} as templates see it. */
    Value slice(Map<String, Value> bounds) {
        Map<Value, Value> slice = new LinkedHashMap<>(fields.entries());
        bounds.forEach((name, value) -> slice.put(Value.of(name), value));
        slice.put(Value.of("extra_fields"), extra);
        return new Value.Dict(slice);
    }
}
