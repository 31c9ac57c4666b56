package dev.ingest.connector.extension;

import dev.ingest.expression.Value;

/** Stands in a stream's {@code state_migrations}. */
@FunctionalInterface
public non-sealed interface CustomStateMigration extends Extension {
    /**
     * A state in this stream's form. It is asked at each read, so a state that is in that form already stays as it is.
     *
     * @param state empty for a stream that was never read
     */
    Value.Dict migrate(Value.Dict state, Value.Dict config);
}
