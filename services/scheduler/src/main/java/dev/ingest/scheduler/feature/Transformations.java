package dev.ingest.scheduler.feature;

import dev.ingest.connector.RecordPipeline;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.util.List;
import java.util.Map;

/** Checks transformations. That computes for long: it is not for the event loop. */
final class Transformations {
    private Transformations() {}

    /** The same components, if they compile; {@code INVALID_ARGUMENT} names the one that does not. */
    static List<Map<String, Object>> checked(List<Map<String, Object>> components) {
        try {
            var ignored = RecordPipeline.load(components, "transformation");
            return components;
        } catch (ManifestException unusable) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, String.valueOf(unusable.getMessage()), unusable);
        }
    }
}
