package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.manifest.RecordSelector;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a response's records: extract, filter, transform, cast, in the order the language has. */
final class Selection {
    /** A record, and its bytes where no transformation touched it. */
    record Selected(Value.Dict record, byte[] json) {}

    private final StreamDefinition stream;
    private final RecordSelector selector;
    private final Transformations transformations;
    private final int maxRecordBytes;

    Selection(StreamDefinition stream, RecordSelector selector, int maxRecordBytes) {
        this.stream = stream;
        this.selector = selector;
        this.transformations = new Transformations(stream.transformations());
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Nesting of the records in the response: their bytes are worth remembering there. */
    int depth() {
        return selector.fieldPath().size();
    }

    List<Value> extract(Value response, Scope scope) {
        List<String> path =
                selector.fieldPath().stream().map(part -> part.text(scope)).toList();
        if (path.contains("*")) {
            return Paths.all(response, path);
        }
        Value found = Paths.find(response, path).orElse(Value.NONE);
        return switch (found) {
            case Value.Items(var values) -> values;
            case Value.Dict(var entries) when !entries.isEmpty() -> List.of(found);
            case Value other -> List.of();
        };
    }

    List<Selected> select(List<Value> extracted, JsonDocument document, Scope scope) {
        List<Selected> selected = new ArrayList<>(extracted.size());
        for (Value value : extracted) {
            if (!(value instanceof Value.Dict record)) {
                throw new ReadException(
                        ReadException.Kind.CONFIG,
                        stream.path() + ".retriever.record_selector: the path leads to a value that is not an object"
                                + " (expected records)");
            }
            if (keep(record, scope)) {
                selected.add(new Selected(record, json(record, document)));
            }
        }
        return selected;
    }

    private boolean keep(Value.Dict record, Scope scope) {
        if (selector.transformBeforeFilter()) {
            transformations.apply(record, scope);
        }
        boolean kept = selector.filter()
                .map(condition -> condition.truth(scope.with("record", record)))
                .orElse(true);
        if (kept && !selector.transformBeforeFilter()) {
            transformations.apply(record, scope);
        }
        if (kept && selector.castToSchema()) {
            SchemaCast.apply(record, stream.schema());
        }
        return kept;
    }

    private byte[] json(Value.Dict record, JsonDocument document) {
        boolean untouched = transformations.isEmpty() && !selector.castToSchema();
        byte[] json = (untouched ? document.bytesOf(record) : Optional.<byte[]>empty())
                .orElseGet(() -> JsonText.compact(record).getBytes(StandardCharsets.UTF_8));
        if (json.length > maxRecordBytes) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    stream.name() + ": a record has " + json.length + " bytes (limit: maxRecordBytes, " + maxRecordBytes
                            + ")");
        }
        return json;
    }
}
