package dev.ingest.connector.extension;

import dev.ingest.expression.Value;

/** Stands in a stream's {@code transformations}. */
@FunctionalInterface
public non-sealed interface CustomTransformation extends Extension {
    /** Changes a record in place. */
    void transform(Value.Dict record, Value.Dict config);
}
