package dev.ingest.connector.extension;

import dev.ingest.expression.Value;

/** Stands in a selector's {@code record_filter}. */
@FunctionalInterface
public non-sealed interface CustomRecordFilter extends Extension {
    boolean keeps(Value.Dict record, Value.Dict slice, Value.Dict config);
}
