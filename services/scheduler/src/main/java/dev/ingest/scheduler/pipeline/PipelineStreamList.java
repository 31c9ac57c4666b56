package dev.ingest.scheduler.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;

/** A pipeline's streams. */
@Converter
public final class PipelineStreamList extends JsonColumn<List<PipelineStream>> {
    public PipelineStreamList() {
        super(new TypeReference<>() {});
    }
}
