package dev.ingest.scheduler.schedule;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;

/** What goes with a pipeline's schedule. */
@Converter
public final class TimingColumn extends JsonColumn<Timing> {
    public TimingColumn() {
        super(new TypeReference<>() {});
    }
}
