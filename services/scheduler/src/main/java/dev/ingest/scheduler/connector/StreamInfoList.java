package dev.ingest.scheduler.connector;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ingest.scheduler.postgres.JsonColumn;
import jakarta.persistence.Converter;
import java.util.List;

/** A connector's streams. */
@Converter
public final class StreamInfoList extends JsonColumn<List<StreamInfo>> {
    public StreamInfoList() {
        super(new TypeReference<>() {});
    }
}
