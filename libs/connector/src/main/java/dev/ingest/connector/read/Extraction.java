package dev.ingest.connector.read;

import dev.ingest.connector.decode.Body;
import dev.ingest.connector.decode.DecodeException;
import dev.ingest.connector.decode.Oversized;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.json.RawJson;
import dev.ingest.connector.json.RecordScan;
import dev.ingest.connector.json.SpecialNumbers;
import dev.ingest.connector.manifest.Extractor;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the records in the bodies of a response; where no wildcard and no expander is involved, as bytes. */
final class Extraction {
    private static final String EVERY = "*";

    private final Extractor extractor;
    private final Scope scope;
    private final List<String> path;
    private final boolean literal;
    private final boolean lenient;

    /** @param lenient whether a body that is not JSON has no records, rather than being an error */
    Extraction(Extractor extractor, Scope scope, boolean lenient) {
        this.extractor = extractor;
        this.scope = scope;
        this.lenient = lenient;
        this.path = extractor instanceof Extractor.Dpath(var steps, var expander) ? texts(steps, scope) : List.of();
        this.literal = Paths.isLiteral(path);
    }

    private static List<String> texts(List<Interpolated> steps, Scope scope) {
        return steps.stream().map(step -> Python.str(step.value(scope))).toList();
    }

    /**
     * What a body holds.
     *
     * @param root the whole body, if it was asked for
     */
    record Holding(List<Extracted> records, Optional<Value> root) {
        static final Holding NOTHING = new Holding(List.of(), Optional.of(Value.emptyDict()));
    }

    Holding of(Body body, boolean wantsRoot) {
        try {
            return switch (body) {
                case Body.Built(var value) -> {
                    // Records may be changed; who looks at the whole body sees it as it came.
                    Optional<Value> root = wantsRoot ? Optional.of(Values.copy(value)) : Optional.empty();
                    yield new Holding(expanded(built(value)), root);
                }
                case Body.Text(var json, var line) -> readable(json, wantsRoot);
                case Body.TooLarge(var record) ->
                    new Holding(List.of(new Extracted.TooLarge(record)), Optional.of(Value.emptyDict()));
            };
        } catch (JsonSyntaxException invalid) {
            if (lenient) {
                return Holding.NOTHING;
            }
            String where =
                    body instanceof Body.Text(var json, var line) && line > 0 ? "has a line (" + line + ") that " : "";
            throw new DecodeException(where + invalid.problem(), invalid);
        }
    }

    private Holding readable(RawJson json, boolean wantsRoot) throws JsonSyntaxException {
        try {
            return text(json, wantsRoot);
        } catch (JsonSyntaxException invalid) {
            Optional<RawJson> valid = SpecialNumbers.asNull(json);
            if (valid.isEmpty()) {
                throw invalid;
            }
            return text(valid.get(), wantsRoot);
        }
    }

    private Holding text(RawJson json, boolean wantsRoot) throws JsonSyntaxException {
        return switch (extractor) {
            case Extractor.Dpath dpath -> literal ? scanned(json, wantsRoot) : searched(json, wantsRoot);
            case Extractor.Custom custom -> {
                Value value = json.value();
                yield new Holding(built(value), wantsRoot ? Optional.of(json.value()) : Optional.empty());
            }
            case Extractor.CsvFile file -> new Holding(List.of(new Extracted.Text(json)), Optional.empty());
        };
    }

    private Holding scanned(RawJson json, boolean wantsRoot) throws JsonSyntaxException {
        RecordScan scan = RecordScan.of(json, path, wantsRoot);
        RecordScan.Found found = scan.found();
        List<Extracted> records = new ArrayList<>(found.elements().size());
        for (int i = 0; i < found.elements().size(); i++) {
            RawJson element = found.elements().get(i);
            String beyond = found.unread().get(i);
            if (beyond != null) {
                records.add(new Extracted.TooLarge(Oversized.unread(element.line(), beyond)));
            } else if (found.several() || isSomething(element)) {
                records.add(new Extracted.Text(element));
            }
        }
        return new Holding(expanded(records), wantsRoot ? Optional.of(scan.root()) : Optional.empty());
    }

    /** A single value that Python counts as false is no record; an object is one unless it is empty. */
    private static boolean isSomething(RawJson element) {
        return element.isObject() ? !element.isEmptyObject() : Python.truth(element.checkedValue());
    }

    private Holding searched(RawJson json, boolean wantsRoot) throws JsonSyntaxException {
        JsonDocument document = JsonDocument.parse(json);
        List<Extracted> records = new ArrayList<>();
        for (Value value : search(document.root())) {
            records.add(document.textOf(value)
                    .<Extracted>map(Extracted.Text::new)
                    .orElseGet(() -> new Extracted.Built(value)));
        }
        return new Holding(expanded(records), wantsRoot ? Optional.of(document.root()) : Optional.empty());
    }

    private List<Extracted> built(Value value) {
        List<Value> found =
                switch (extractor) {
                    case Extractor.Dpath dpath -> search(value);
                    case Extractor.Custom(var replacement) -> replacement.extract(value, scope.config());
                    case Extractor.CsvFile file -> List.of(value);
                };
        return found.stream().<Extracted>map(Extracted.Built::new).toList();
    }

    private List<Value> search(Value root) {
        if (path.contains(EVERY)) {
            return Paths.all(root, path);
        }
        return switch (Paths.find(root, path).orElse(Value.NONE)) {
            case Value.Items(var values) -> values;
            case Value single when Python.truth(single) -> List.of(single);
            case Value nothing -> List.of();
        };
    }

    private List<Extracted> expanded(List<Extracted> records) {
        Optional<Extractor.Expander> expander =
                extractor instanceof Extractor.Dpath(var steps, var given) ? given : Optional.empty();
        if (expander.isEmpty()) {
            return records;
        }
        Expansion expansion = new Expansion(expander.get(), texts(expander.get().path(), scope));
        List<Extracted> all = new ArrayList<>();
        records.forEach(record -> all.addAll(expansion.of(record)));
        return all;
    }
}
