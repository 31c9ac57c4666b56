package dev.ingest.scheduler.feature;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;
import java.util.Map;

/** Components of the connector language. */
@Converter
public final class ComponentList extends JsonColumn<List<Map<String, Object>>> {
    public ComponentList() {
        super(new TypeReference<>() {});
    }
}
