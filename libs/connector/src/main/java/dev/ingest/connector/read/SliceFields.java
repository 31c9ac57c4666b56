package dev.ingest.connector.read;

import dev.ingest.expression.Value;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A slice as templates see it: its fields, and by name only what is said about them. */
final class SliceFields extends AbstractMap<Value, Value> {
    private final Map<Value, Value> fields;
    private final Map<Value, Value> attributes;

    SliceFields(Map<Value, Value> fields, Map<Value, Value> attributes) {
        this.fields = Collections.unmodifiableMap(fields);
        this.attributes = attributes;
    }

    @Override
    public Set<Entry<Value, Value>> entrySet() {
        return fields.entrySet();
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return fields.containsKey(name);
    }

    @Override
    public @Nullable Value get(@Nullable Object name) {
        Value field = fields.get(name);
        return field == null ? attributes.get(name) : field;
    }
}
