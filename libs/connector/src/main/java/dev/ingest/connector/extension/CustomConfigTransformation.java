package dev.ingest.connector.extension;

import dev.ingest.expression.Value;

/** Stands in the rules by which a configuration is migrated or transformed. */
@FunctionalInterface
public non-sealed interface CustomConfigTransformation extends Extension {
    /** Changes a configuration in place. */
    void transform(Value.Dict config);
}
