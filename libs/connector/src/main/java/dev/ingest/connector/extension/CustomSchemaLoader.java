package dev.ingest.connector.extension;

import dev.ingest.expression.Value;

/** Stands in a stream's {@code schema_loader}. */
@FunctionalInterface
public non-sealed interface CustomSchemaLoader extends Extension {
    /** The JSON schema of the records. */
    Value.Dict schema(Value.Dict config);
}
