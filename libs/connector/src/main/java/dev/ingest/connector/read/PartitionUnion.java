package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The partitions of several routers by one field, each value once; their other fields are for templates. */
final class PartitionUnion {
    private final String path;
    private final String field;
    private final Consumer<Partition> visitor;
    private final Set<String> known = new HashSet<>();

    PartitionUnion(String path, String field, Consumer<Partition> visitor) {
        this.path = path;
        this.field = field;
        this.visitor = visitor;
    }

    void add(Partition partition) {
        Value value = partition
                .fields()
                .at(field)
                .orElseThrow(() -> new ReadException(
                        ReadException.Kind.CONFIG,
                        path + ": a router gives partitions without '" + field + "' (expected that field)"));
        if (value instanceof Value.Dict || value instanceof Value.Items) {
            throw new ReadException(
                    ReadException.Kind.CONFIG, path + ": '" + field + "' holds a list or mapping (expected one value)");
        }
        if (known.add(JsonText.canonical(value))) {
            visitor.accept(normal(partition, value));
        }
    }

    private Partition normal(Partition partition, Value value) {
        Map<Value, Value> extra = new LinkedHashMap<>(partition.extra().entries());
        partition.fields().entries().forEach((name, other) -> {
            if (!name.equals(Value.of(field))) {
                extra.put(name, other);
            }
        });
        return Partition.of(Value.dict(Map.of(field, value)), new Value.Dict(extra));
    }
}
