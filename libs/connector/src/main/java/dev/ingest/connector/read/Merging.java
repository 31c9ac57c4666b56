package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the parts of records together that came in several responses. */
final class Merging {
    /** Most records of one page that are held until all their parts are there. */
    static final int RECORDS_MAX = 100_000;

    private final String stream;
    private final List<String> key;
    private final Map<String, Value.Dict> records = new LinkedHashMap<>();

    Merging(String stream, List<String> key) {
        this.stream = stream;
        this.key = key;
    }

    /** @return whether the record has the key: only then is it kept here */
    boolean add(Selected part) {
        Optional<String> name = key(part.record());
        name.ifPresent(known -> merge(records.computeIfAbsent(known, first -> Value.emptyDict()), part.record()));
        if (records.size() > RECORDS_MAX) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    stream + ": more than " + RECORDS_MAX
                            + " records of one page are to be merged; ask for smaller pages");
        }
        return name.isPresent();
    }

    List<Selected> records() {
        return records.values().stream().map(Selected::of).toList();
    }

    private Optional<String> key(Value.Dict record) {
        List<String> parts = new ArrayList<>();
        for (String field : key) {
            Optional<Value> value = record.at(field).filter(Python::truth);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            parts.add(Python.str(value.get()));
        }
        return Optional.of(String.join(",", parts));
    }

    private static void merge(Value.Dict target, Value.Dict part) {
        part.entries().forEach((name, value) -> {
            if (target.entries().get(name) instanceof Value.Dict known && value instanceof Value.Dict more) {
                merge(known, more);
            } else {
                target.entries().put(name, value);
            }
        });
    }
}
