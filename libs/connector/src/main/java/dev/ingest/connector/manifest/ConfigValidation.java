package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomValidationStrategy;
import dev.ingest.expression.Value;
import java.util.List;

/** What a configuration must fulfil. */
public sealed interface ConfigValidation {
    Strategy strategy();

    /** The values at a path of the configuration; what is not there is not validated. */
    record AtPath(List<Interpolated> path, Strategy strategy) implements ConfigValidation {}

    record OfValue(Shape value, Strategy strategy) implements ConfigValidation {}

    sealed interface Strategy {
        record FitsSchema(Value.Dict schema) implements Strategy {}

        record Custom(CustomValidationStrategy implementation) implements Strategy {}
    }
}
