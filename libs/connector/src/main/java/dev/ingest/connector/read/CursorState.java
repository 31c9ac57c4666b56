package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checkpoint of an incremental stream: one cursor value, and one per partition where there are partitions. In
 * JSON it has the form the field uses: {@code {"updated_at": "…"}}, or {@code {"use_global_cursor", "states", "state"}}.
 */
final class CursorState {
    /** Beyond this many partitions only the value of all is kept, as the language has it. */
    private static final int MAX_PARTITIONS = 10_000;

    private final String field;
    private Optional<String> all = Optional.empty();
    private final Map<String, String> byPartition = new LinkedHashMap<>();
    private boolean global;

    CursorState(String field) {
        this.field = field;
    }

    static CursorState parse(String field, Optional<Value> json) {
        CursorState state = new CursorState(field);
        if (json.isPresent() && json.get() instanceof Value.Dict saved) {
            state.global = saved.at("use_global_cursor").map(Python::truth).orElse(false);
            state.all = cursorOf(saved, field).or(() -> saved.at("state").flatMap(inner -> cursorOf(inner, field)));
            if (saved.at("states").orElse(Value.NONE) instanceof Value.Items(var states)) {
                states.forEach(state::addPartition);
            }
        }
        return state;
    }

    static Value json(String text) {
        try {
            return JsonDocument.value(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonSyntaxException invalid) {
            throw new ReadException(ReadException.Kind.CONFIG, "the saved cursor " + invalid.problem(), invalid);
        }
    }

    private static Optional<String> cursorOf(Value holder, String field) {
        return holder instanceof Value.Dict dict
                ? dict.at(field).filter(Python::truth).map(Python::str)
                : Optional.empty();
    }

    private void addPartition(Value saved) {
        if (saved instanceof Value.Dict entry && entry.at("partition").isPresent()) {
            Optional<String> cursor = entry.at("cursor").flatMap(holder -> cursorOf(holder, field));
            cursor.ifPresent(value ->
                    byPartition.put(JsonText.canonical(entry.at("partition").orElseThrow()), value));
        }
    }

    /** Where reading goes on; a partition without a value of its own has never been read. */
    Optional<String> of(Optional<String> partition) {
        boolean useAll = partition.isEmpty() || global || byPartition.isEmpty();
        return useAll ? all : Optional.ofNullable(byPartition.get(partition.get()));
    }

    void reached(Optional<String> partition, String cursor, CursorDates dates) {
        all = Optional.of(all.filter(known -> !isBefore(known, cursor, dates)).orElse(cursor));
        if (partition.isEmpty() || global) {
            return;
        }
        byPartition.merge(partition.get(), cursor, (known, seen) -> isBefore(known, seen, dates) ? seen : known);
        if (byPartition.size() > MAX_PARTITIONS) {
            byPartition.clear();
            global = true;
        }
    }

    private static boolean isBefore(String known, String cursor, CursorDates dates) {
        return dates.read(known)
                .map(instant -> instant.isBefore(dates.read(cursor).orElse(instant)))
                .orElse(true);
    }

    Value toValue(boolean partitioned) {
        Value.Dict whole =
                Value.dict(all.map(value -> Map.of(field, Value.of(value))).orElse(Map.of()));
        if (!partitioned) {
            return whole;
        }
        List<Value> states = new ArrayList<>();
        byPartition.forEach((partition, cursor) -> states.add(entry(partition, cursor)));
        Map<String, Value> saved = new LinkedHashMap<>();
        saved.put("use_global_cursor", Value.of(global));
        saved.put("states", Value.list(states));
        saved.put("state", whole);
        return Value.dict(saved);
    }

    private Value entry(String partition, String cursor) {
        Map<String, Value> entry = new LinkedHashMap<>();
        entry.put("partition", json(partition));
        entry.put("cursor", Value.dict(Map.of(field, Value.of(cursor))));
        return Value.dict(entry);
    }
}
