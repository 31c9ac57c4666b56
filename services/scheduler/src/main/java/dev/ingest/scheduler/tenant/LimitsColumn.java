package dev.ingest.scheduler.tenant;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;

/** A tenant's limits. */
@Converter
public final class LimitsColumn extends JsonColumn<TenantLimitsSpec> {
    public LimitsColumn() {
        super(new TypeReference<>() {});
    }
}
