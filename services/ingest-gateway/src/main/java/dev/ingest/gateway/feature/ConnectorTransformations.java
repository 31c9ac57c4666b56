package dev.ingest.gateway.feature;

import dev.ingest.connector.RecordPipeline;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Transformations of feature views are those of the connector language. */
public final class ConnectorTransformations {
    private ConnectorTransformations() {}

    /** The control plane has checked that it compiles. */
    public static RecordTransformer compile(List<Map<String, Object>> components) {
        RecordPipeline pipeline = RecordPipeline.load(components, "transformation");
        return (record, beforeEach) -> {
            try {
                return pipeline.run(record, Clock.systemUTC(), beforeEach);
            } catch (RecordPipeline.FailedException failed) {
                throw new RecordTransformer.TransformationException(String.valueOf(failed.getMessage()), failed);
            }
        };
    }
}
