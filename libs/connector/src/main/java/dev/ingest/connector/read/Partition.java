package dev.ingest.connector.read;

import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One part of a stream with requests of its own.
 *
 * @param fields what identifies it, parents' partitions included
 * @param extra further fields of the parent record, for templates only
 * @param firstPage the first response where the parent record already holds it
 */
record Partition(Value.Dict fields, Value.Dict extra, Optional<Value> firstPage) {
    static final Partition WHOLE = of(Value.emptyDict(), Value.emptyDict());

    static Partition of(Value.Dict fields, Value.Dict extra) {
        return new Partition(fields, extra, Optional.empty());
    }

    /** Equal partitions have equal keys. */
    String key() {
        return JsonText.canonical(fields);
    }

    /** Where both have a field, this one's stays. */
    Partition and(Partition other) {
        return of(merged(other.fields(), fields), merged(other.extra(), extra));
    }

    private static Value.Dict merged(Value.Dict one, Value.Dict stronger) {
        Map<Value, Value> both = new LinkedHashMap<>(one.entries());
        both.putAll(stronger.entries());
        return new Value.Dict(both);
    }

    /** {@code stream_slice} as templates see it. */
    Value slice(Map<String, Value> bounds) {
        Map<Value, Value> slice = new LinkedHashMap<>(fields.entries());
        bounds.forEach((name, value) -> slice.put(Value.of(name), value));
        Map<Value, Value> attributes = Map.of(
                Value.of("extra_fields"), extra,
                Value.of("partition"), fields,
                Value.of("cursor_slice"), Value.dict(bounds));
        return new Value.Dict(new SliceFields(slice, attributes));
    }
}
