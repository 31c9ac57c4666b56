package dev.ingest.connector.read;

import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a slice that was not read to its end goes on.
 *
 * @param done the last partition read to its end
 * @param partition the partition that is open, with the start of its range, the next page's token, and the greatest
 *     cursor its pages have shown
 */
record Resume(
        Optional<String> done,
        Optional<String> partition,
        Optional<String> rangeStart,
        Optional<Value> token,
        Optional<String> seen) {
    private static final String KEY = "__resume";
    private static final String STATE = "state";
    private static final String BASE = "base";

    static final Resume BEGINNING =
            new Resume(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What a slice's cursor says: a place in it, or none. */
    static Resume of(Optional<Value> cursor) {
        if (cursor.orElse(Value.NONE) instanceof Value.Dict saved
                && saved.at(KEY).orElse(Value.NONE) instanceof Value.Dict place) {
            return new Resume(
                    place.at("done").map(Python::str),
                    place.at("partition").map(Python::str),
                    place.at("start").map(Python::str),
                    place.at("token"),
                    place.at("seen").map(Python::str));
        }
        return BEGINNING;
    }

    /** How far the slice has got. */
    static Optional<Value> state(Optional<Value> cursor) {
        return part(cursor, STATE);
    }

    /** The checkpoint the slice began with: partitions still to be read start from it, whatever others have reached. */
    static Optional<Value> base(Optional<Value> cursor) {
        return part(cursor, BASE);
    }

    private static Optional<Value> part(Optional<Value> cursor, String name) {
        return cursor.flatMap(value ->
                value instanceof Value.Dict saved && saved.at(KEY).isPresent() ? saved.at(name) : Optional.of(value));
    }

    String toCursor(Value state, Optional<Value> base) {
        Map<String, Value> place = new LinkedHashMap<>();
        done.ifPresent(value -> place.put("done", Value.of(value)));
        partition.ifPresent(value -> place.put("partition", Value.of(value)));
        rangeStart.ifPresent(value -> place.put("start", Value.of(value)));
        token.ifPresent(value -> place.put("token", value));
        seen.ifPresent(value -> place.put("seen", Value.of(value)));
        Map<String, Value> cursor = new LinkedHashMap<>();
        cursor.put(KEY, Value.dict(place));
        cursor.put(STATE, state);
        base.ifPresent(checkpoint -> cursor.put(BASE, checkpoint));
        return JsonText.compact(Value.dict(cursor));
    }
}
