package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.RecordFilter;
import dev.ingest.connector.manifest.RecordSelector;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.StreamDefinition;
import dev.ingest.expression.Value;
import java.util.Optional;

/** What is done to each record: filter, transform, cast, in the order the language has. */
final class Selection {
    private final StreamDefinition stream;
    private final RecordSelector selector;
    private final Transformations transformations;
    private final PageWatch watch;
    private final Scope scope;
    private final boolean untouched;

    Selection(StreamDefinition stream, RecordSelector selector, PageWatch watch, Scope scope) {
        this.stream = stream;
        this.selector = selector;
        this.transformations = new Transformations(stream.transformations());
        this.watch = watch;
        this.scope = scope;
        this.untouched = transformations.isEmpty()
                && !selector.castToSchema()
                && selector.filter().isEmpty()
                && !watch.filters();
    }

    /** The record as it is given on; none if it is not. */
    Optional<Selected> of(Extracted extracted) {
        if (extracted instanceof Extracted.Text(var json) && json.isObject() && untouched) {
            return Optional.of(Selected.of(json));
        }
        if (extracted instanceof Extracted.TooLarge(var record)) {
            // What it holds is not known: no filter can refuse it.
            return Optional.of(Selected.tooLarge(record));
        }
        if (!(extracted.value() instanceof Value.Dict record)) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    stream.path() + ".retriever.record_selector: the path leads to a value that is not an object"
                            + " (expected records)");
        }
        if (!keep(record)) {
            return Optional.empty();
        }
        boolean asItCame = transformations.isEmpty() && !selector.castToSchema();
        return Optional.of(
                asItCame && extracted instanceof Extracted.Text(var json) ? Selected.of(json) : Selected.of(record));
    }

    private boolean keep(Value.Dict record) {
        if (selector.transformBeforeFilter()) {
            transformations.apply(record, scope);
        }
        boolean kept = (!watch.filters() || watch.admits(record)) && passes(record);
        if (kept && !selector.transformBeforeFilter()) {
            transformations.apply(record, scope);
        }
        if (kept && selector.castToSchema()) {
            SchemaCast.apply(record, stream.schema());
        }
        return kept;
    }

    private boolean passes(Value.Dict record) {
        return selector.filter()
                .map(filter -> switch (filter) {
                    case RecordFilter.Condition(var condition) -> condition.truth(scope.with("record", record));
                    case RecordFilter.Custom(var replacement) ->
                        replacement.keeps(record, scope.slice(), scope.config());
                })
                .orElse(true);
    }
}
