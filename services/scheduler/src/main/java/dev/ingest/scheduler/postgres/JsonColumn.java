package dev.ingest.scheduler.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import jakarta.persistence.AttributeConverter;
import org.jspecify.annotations.Nullable;

/**
 * A value stored as JSON text. The stored form is ours alone, so it does not follow the REST dialect, and ignores fields of
 * newer versions so that a roll-back can read what they wrote.
 */
public abstract class JsonColumn<T> implements AttributeConverter<@Nullable T, @Nullable String> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final TypeReference<T> type;

    protected JsonColumn(TypeReference<T> type) {
        this.type = type;
    }

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable T value) {
        try {
            return value == null ? null : JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("%s cannot be stored as JSON".formatted(type.getType()), impossible);
        }
    }

    @Override
    public @Nullable T convertToEntityAttribute(@Nullable String stored) {
        try {
            return stored == null ? null : JSON.readValue(stored, type);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("stored %s is malformed".formatted(type.getType()), malformed);
        }
    }
}
