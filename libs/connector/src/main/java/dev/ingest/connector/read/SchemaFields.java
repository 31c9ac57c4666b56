package dev.ingest.connector.read;

import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Transformation;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The fields at the top of a stream's schema, under the names that transformations give them. */
final class SchemaFields {
    private SchemaFields() {}

    static Set<String> of(Value.Dict schema, List<Transformation> changes, Scope scope) {
        if (!(schema.at("properties").orElse(Value.NONE) instanceof Value.Dict properties)) {
            return Set.of();
        }
        Value.Dict changed = Values.copy(properties);
        new Transformations(changes).apply(changed, scope);
        return changed.entries().keySet().stream().map(Python::str).collect(Collectors.toUnmodifiableSet());
    }
}
