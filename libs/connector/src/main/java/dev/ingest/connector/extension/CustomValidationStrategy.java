package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.util.List;

/** Stands in a validator's {@code validation_strategy}. */
@FunctionalInterface
public non-sealed interface CustomValidationStrategy extends Extension {
    /** What is wrong with a value, one sentence each, never quoting it: it may be secret. Empty if nothing is. */
    List<String> problems(Value value);
}
