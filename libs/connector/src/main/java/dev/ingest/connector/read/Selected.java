package dev.ingest.connector.read;

import dev.ingest.connector.decode.Oversized;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.json.RawJson;
import dev.ingest.connector.json.RecordScan;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A record as it is given on: its bytes, and its value for whoever asks. */
final class Selected {
    private final Optional<RawJson> text;
    private Optional<Value.Dict> record;
    private final Optional<Oversized> oversized;
    private Optional<byte[]> written = Optional.empty();

    private Selected(Optional<RawJson> text, Optional<Value.Dict> record, Optional<Oversized> oversized) {
        this.text = text;
        this.record = record;
        this.oversized = oversized;
    }

    /** One that nothing has touched. */
    static Selected of(RawJson text) {
        return new Selected(Optional.of(text), Optional.empty(), Optional.empty());
    }

    /** One that cannot be read. */
    static Selected tooLarge(Oversized oversized) {
        return new Selected(Optional.empty(), Optional.empty(), Optional.of(oversized));
    }

    static Selected of(Value.Dict record) {
        return new Selected(Optional.empty(), Optional.of(record), Optional.empty());
    }

    /** What is there of it instead of a record, if it was too large. */
    Optional<Oversized> oversized() {
        return oversized;
    }

    /** @throws ReadException if it cannot be read */
    Value.Dict record() {
        oversized.ifPresent(part -> {
            throw new ReadException(
                    ReadException.Kind.CONFIG, part.reason() + "; what follows from its fields cannot be read");
        });
        if (record.isEmpty() && text.isPresent() && text.get().checkedValue() instanceof Value.Dict read) {
            record = Optional.of(read);
        }
        return record.orElseThrow();
    }

    /** A field of the record, without reading the others where it is still text; none of one that cannot be read. */
    Optional<Value> field(String name) {
        if (oversized.isPresent()) {
            return Optional.empty();
        }
        if (record.isPresent() || text.isEmpty()) {
            return record().at(name);
        }
        try {
            RecordScan.Found found =
                    RecordScan.of(text.get(), List.of(name), false).found();
            return found.several()
                    ? record().at(name)
                    : found.elements().stream().findFirst().map(RawJson::checkedValue);
        } catch (JsonSyntaxException impossible) {
            throw new IllegalStateException("a record " + impossible.problem(), impossible);
        }
    }

    /** Bytes of {@link #json}, or a few more; of what is kept of one that cannot be read. */
    int size() {
        return oversized
                .map(part -> part.start().length)
                .or(() -> text.map(RawJson::length))
                .orElseGet(() -> json().length);
    }

    /** One JSON object in UTF-8 on one line; the source's own bytes where nothing was changed. */
    byte[] json() {
        if (text.isPresent()) {
            return text.get().line();
        }
        byte[] known = written.orElseGet(() -> JsonText.record(record()).getBytes(StandardCharsets.UTF_8));
        written = Optional.of(known);
        return known;
    }
}
