package dev.ingest.connector.manifest;

import dev.ingest.connector.Extensions;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;

/** What can be done to a record outside a stream. */
public sealed interface RecordStep {
    /** Changes it. */
    record Change(Transformation transformation) implements RecordStep {}

    /** Keeps it only where the condition holds. */
    record Filter(Interpolated condition) implements RecordStep {}

    /**
     * @param components transformations and record filters of the language
     * @param path what errors call the list
     * @throws ManifestException naming the component at fault by its path
     */
    static List<RecordStep> parse(Value.Items components, String path) {
        Value.Dict holder =
                Parameters.again(Value.dict(Map.of("type", Value.of("DeclarativeStream"), path, components)), false);
        return new Component("", "DeclarativeStream", holder, Loading.with(Extensions.NONE))
                .children(path).stream().map(RecordStep::step).toList();
    }

    private static RecordStep step(Component component) {
        return component.type().equals("RecordFilter")
                ? new Filter(component.requiredTemplate("condition"))
                : new Change(TransformationParser.parse(component));
    }
}
