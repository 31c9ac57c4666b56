package dev.ingest.scheduler.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.persistence.Converter;
import java.util.List;

/** A list of names. */
@Converter
public final class TextList extends JsonColumn<List<String>> {
    public TextList() {
        super(new TypeReference<>() {});
    }
}
