package dev.ingest.scheduler.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.Converter;
import java.util.Map;

/** Names with texts. */
@Converter
public final class TextMap extends JsonColumn<Map<String, String>> {
    public TextMap() {
        super(new TypeReference<>() {});
    }
}
