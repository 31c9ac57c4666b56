package dev.ingest.scheduler.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;
import java.util.Map;

/** A connector's configuration. */
@Converter
public final class ConfigMap extends JsonColumn<Map<String, Object>> {
    public ConfigMap() {
        super(new TypeReference<>() {});
    }
}
