package dev.ingest.connector.read;

import dev.ingest.connector.decode.Oversized;
import dev.ingest.connector.json.RawJson;
import dev.ingest.expression.Value;

/** Something that lies where records are looked for. */
sealed interface Extracted {
    /** JSON as it came. */
    record Text(RawJson json) implements Extracted {}

    record Built(Value value) implements Extracted {}

    /** One that nobody reads. */
    record TooLarge(Oversized record) implements Extracted {}

    /** A new value at each call where it is still text. */
    default Value value() {
        return switch (this) {
            case Text(var json) -> json.checkedValue();
            case Built(var value) -> value;
            case TooLarge(var record) -> throw new IllegalStateException(record.reason());
        };
    }
}
