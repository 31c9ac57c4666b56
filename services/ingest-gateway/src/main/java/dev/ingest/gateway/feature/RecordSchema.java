package dev.ingest.gateway.feature;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stream source's registered schema, compiled once, against which many records are judged. */
final class RecordSchema {
    private final Map<String, Field> fields = new HashMap<>();
    private final List<Field> required;

    private record Field(int position, String name, FieldType type) {}

    RecordSchema(StreamSourceSpec source) {
        List<ColumnSpec> columns = source.columns();
        for (ColumnSpec column : columns) {
            fields.put(column.name(), new Field(fields.size(), column.name(), FieldType.of(column)));
        }
        required = columns.stream()
                .filter(column -> column.required() || column.name().equals(source.eventTime()))
                .map(column -> fields.get(column.name()))
                .toList();
    }

    /** Judges one record. The first thing that is wrong with it decides; a null counts as absent. */
    Verdict judge(byte[] body, Post.Span span) {
        var edits = new Edits(body, span);
        try (JsonParser json = Json.parser(body, span.from(), span.length())) {
            var present = new State[fields.size()];
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                Optional<RecordError> error = field(json, present, edits);
                if (error.isPresent()) {
                    return new Verdict.Rejected(error.get());
                }
            }
            return missing(present)
                    .<Verdict>map(Verdict.Rejected::new)
                    .orElseGet(() -> new Verdict.Accepted(edits.apply()));
        } catch (JacksonException malformed) {
            throw Json.malformed(malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
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
        int from = Json.tokenStart(json);
        FieldType.Fit fit = field.type().fit(field.name(), json);
        Json.skip(json);
        return switch (fit) {
            case FieldType.Fit.Yes() -> Optional.empty();
            case FieldType.Fit.No(RecordError error) -> Optional.of(error);
            case FieldType.Fit.As(String text) -> {
                edits.replace(from, Json.position(json), '"' + text + '"');
                yield Optional.empty();
            }
        };
    }

    private Optional<RecordError> missing(State[] present) {
        return required.stream()
                .filter(field -> present[field.position()] != State.VALUE)
                .findFirst()
                .map(field -> RecordError.missing(field.name()));
    }
}
