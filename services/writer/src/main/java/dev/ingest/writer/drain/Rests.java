package dev.ingest.writer.drain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ingest.contracts.event.Rest;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** What slices left, as a table's summary keeps it: JSON with the names and forms of the contract. */
final class Rests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CURSOR = "cursor";
    private static final String NOT_BEFORE = "notBefore";

    private Rests() {}

    /** The text to be kept. */
    static String inLake(Rest rest) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(CURSOR, rest.cursor())
                .put(NOT_BEFORE, rest.notBefore().toString())
                .toString();
    }

    /** What {@link #inLake} has kept; {@link IllegalArgumentException} if it is something else. */
    static Rest fromLake(String kept) {
        try {
            JsonNode node = JSON.readTree(kept);
            return new Rest(
                    node.required(CURSOR).textValue(),
                    Instant.parse(node.required(NOT_BEFORE).textValue()));
        } catch (JsonProcessingException | DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    "a snapshot's rest: malformed (expected: JSON with %s and %s)".formatted(CURSOR, NOT_BEFORE),
                    malformed);
        }
    }
}
