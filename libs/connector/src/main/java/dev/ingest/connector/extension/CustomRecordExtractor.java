package dev.ingest.connector.extension;

import dev.ingest.expression.Value;
import java.util.List;

/** Stands in a selector's {@code extractor}. */
@FunctionalInterface
public non-sealed interface CustomRecordExtractor extends Extension {
    /** The records of a decoded page. */
    List<Value> extract(Value response, Value.Dict config);
}
