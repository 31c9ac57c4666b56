package dev.ingest.connector;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.EvaluationException;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.manifest.RecordStep;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.read.RecordSteps;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Transformations and record filters of the connector language, run on records that no connector read. Thread-safe. */
public final class RecordPipeline {
    private final RecordSteps steps;

    private RecordPipeline(List<RecordStep> steps) {
        this.steps = new RecordSteps(steps);
    }

    /**
     * @param components in the types a JSON library gives them: {@code AddFields}, {@code RemoveFields}, {@code RecordFilter} and
     *     the others that work on one record
     * @param name what errors call the list
     * @throws ManifestException naming the component at fault by its path
     */
    public static RecordPipeline load(List<? extends Map<String, ?>> components, String name) {
        List<Value> values =
                List.copyOf(components.stream().map(JavaValues::dict).toList());
        return new RecordPipeline(RecordStep.parse(new Value.Items(values), name));
    }

    /** A record that the steps cannot be run on. */
    public static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * @param record a JSON object in UTF-8
     * @return what becomes of it; nothing if a filter drops it
     */
    public Optional<byte[]> run(byte[] record, Clock clock) throws FailedException {
        try {
            if (!(JsonDocument.value(record) instanceof Value.Dict fields)) {
                throw new IllegalArgumentException("a record that is no object");
            }
            return steps.run(fields, Scope.of(Value.emptyDict(), clock))
                    ? Optional.of(JsonText.record(fields).getBytes(UTF_8))
                    : Optional.empty();
        } catch (JsonSyntaxException invalid) {
            throw new FailedException("the record " + invalid.problem(), invalid);
        } catch (EvaluationException failed) {
            throw new FailedException(String.valueOf(failed.getMessage()), failed);
        }
    }
}
