package dev.ingest.scheduler.policy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;
import java.util.Map;

/** For each personal column, the mask for each role. */
@Converter
public final class MaskMap extends JsonColumn<Map<String, Map<String, Mask>>> {
    public MaskMap() {
        super(new TypeReference<>() {});
    }
}
