package dev.ingest.connector.decode;

import dev.ingest.connector.json.RawJson;
import dev.ingest.expression.Value;

/** What a decoder makes of a response, or of a part of one: usually an object, which holds records or is one. */
public sealed interface Body {
    Body EMPTY = new Built(Value.emptyDict());

    /**
     * JSON that is passed on as it came; it is only known to be valid once it was scanned.
     *
     * @param line for messages: where it stands in the response; 0 where there are no lines
     */
    record Text(RawJson json, long line) implements Body {
        Text(RawJson json) {
            this(json, 0);
        }
    }

    record Built(Value value) implements Body {}

    /** A line, row or element that is too large to be read. */
    record TooLarge(Oversized record) implements Body {}
}
