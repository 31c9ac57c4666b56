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
import dev.ingest.expression.PrintObserver;
import dev.ingest.expression.Template;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Transformations and record filters of the connector language, run on records that no connector read. Thread-safe. */
public final class RecordPipeline {
    /** Characters that the templates of all steps may print of one record: each alone may print more than memory has for all. */
    static final int PRINTED_MAX = 1_000_000;

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

    /** The steps of one record print too much. */
    private static final class TooMuchException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuchException() {
            super(
                    "prints more than %d characters of one record (expected: at most that)".formatted(PRINTED_MAX),
                    null,
                    false,
                    false);
        }
    }

    /** Counts what is printed of one record. */
    private static final class Printed implements PrintObserver {
        private long characters;

        @Override
        public void printed(Template template, Set<List<String>> origins, String text) {
            characters += text.length();
            if (characters > PRINTED_MAX) {
                throw new TooMuchException();
            }
        }
    }

    /**
     * @param record a JSON object in UTF-8
     * @param beforeEach called before each template; what it throws ends the run, and is thrown on
     * @return what becomes of it; nothing if a filter drops it
     */
    public Optional<byte[]> run(byte[] record, Clock clock, Runnable beforeEach) throws FailedException {
        Scope scope = Scope.of(Value.emptyDict(), clock).observed(new Printed()).asking(beforeEach);
        try {
            if (!(JsonDocument.value(record) instanceof Value.Dict fields)) {
                throw new IllegalArgumentException("a record that is no object");
            }
            return steps.run(fields, scope)
                    ? Optional.of(JsonText.record(fields).getBytes(UTF_8))
                    : Optional.empty();
        } catch (JsonSyntaxException invalid) {
            throw new FailedException("the record " + invalid.problem(), invalid);
        } catch (EvaluationException | TooMuchException failed) {
            throw new FailedException(String.valueOf(failed.getMessage()), failed);
        }
    }
}
