package dev.ingest.connector.read;

import dev.ingest.connector.manifest.RecordStep;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Value;
import java.util.List;

/** Runs steps on single records. */
public final class RecordSteps {
    private final List<RecordStep> steps;

    public RecordSteps(List<RecordStep> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Changes the record in place; false if a filter drops it. */
    public boolean run(Value.Dict record, Scope scope) {
        for (RecordStep step : steps) {
            switch (step) {
                case RecordStep.Change(var transformation) ->
                    new Transformations(List.of(transformation)).apply(record, scope);
                case RecordStep.Filter(var condition) -> {
                    if (!condition.truth(scope.with("record", record))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
