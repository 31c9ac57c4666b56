package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A stream source's registered schema, compiled once, against which many records are judged. */
final class RecordSchema {
    private final Map<String, Field> fields = new HashMap<>();
    private final List<Field> required;

    private record Field(int position, String name, FieldType type) {}

    RecordSchema(StreamSourceSpec source) {
        this(source.columns(), column -> column.required() || column.name().equals(source.eventTime()));
    }

    RecordSchema(List<ColumnSpec> columns) {
        this(columns, ColumnSpec::required);
    }

    private RecordSchema(List<ColumnSpec> columns, Predicate<ColumnSpec> isRequired) {
        for (ColumnSpec column : columns) {
            fields.put(column.name(), new Field(fields.size(), column.name(), FieldType.of(column)));
        }
        required = columns.stream()
                .filter(isRequired)
                .map(column -> fields.get(column.name()))
                .toList();
    }

    /**
     * Judges the record that the parser is at, and reads to its end. The first thing that is wrong with it decides, but one that is
     * too large is that; a null counts as absent.
     *
     * @param json before the record's opening brace was read nothing else of the record was
     * @param body what the parser reads
     */
    Verdict judge(JsonParser json, byte[] body, int bytesMax) throws IOException {
        int from = Json.tokenStart(json);
        var edits = new Edits(body, from);
        var present = new State[fields.size()];
        Optional<RecordError> error = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            if (error.isEmpty()) {
                error = field(json, present, edits);
            } else {
                json.nextToken();
            }
            Json.skip(json);
        }
        int to = Json.position(json);
        if (to - from > bytesMax) {
            return new Verdict.Rejected(RecordError.tooLarge(to - from, bytesMax));
        }
        return error.isEmpty() && isComplete(present)
                ? new Verdict.Accepted(edits.apply(to))
                : new Verdict.Rejected(error.orElseGet(() -> missing(present)));
    }

    private enum State {
        VALUE,
        NULL
    }

    private Optional<RecordError> field(JsonParser json, State[] present, Edits edits) throws IOException {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        Field field = fields.get(name);
        if (field == null) {
            return Optional.of(RecordError.unknownField(name));
        }
        if (present[field.position()] != null) {
            return Optional.of(RecordError.repeatedField(name));
        }
        present[field.position()] = value == JsonToken.VALUE_NULL ? State.NULL : State.VALUE;
        return value == JsonToken.VALUE_NULL ? Optional.empty() : fit(field, json, edits);
    }

    private static Optional<RecordError> fit(Field field, JsonParser json, Edits edits) throws IOException {
        return switch (field.type().fit(field.name(), json)) {
            case FieldType.Fit.Yes() -> Optional.empty();
            case FieldType.Fit.No(RecordError error) -> Optional.of(error);
            case FieldType.Fit.As(String text) -> {
                json.finishToken(); // a scalar: its end is where the parser then is
                edits.replace(Json.tokenStart(json), Json.position(json), '"' + text + '"');
                yield Optional.empty();
            }
        };
    }

    private boolean isComplete(State[] present) {
        for (Field field : required) {
            if (present[field.position()] != State.VALUE) {
                return false;
            }
        }
        return true;
    }

    private RecordError missing(State[] present) {
        return required.stream()
                .filter(field -> present[field.position()] != State.VALUE)
                .findFirst()
                .map(field -> RecordError.missing(field.name()))
                .orElseThrow();
    }
}
