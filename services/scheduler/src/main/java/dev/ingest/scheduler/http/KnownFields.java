package dev.ingest.scheduler.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.ingest.contracts.config.TenantLimitsSpec;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses fields that a call does not know: a misspelt one would be left out, and what it was to change be something else, such
 * as no budget, or another time zone. What other services write may be newer than this one, and is read as far as it is known.
 */
@Singleton
public final class KnownFields implements ObjectMapperCustomizer {
    private static final String OURS = "dev.ingest.scheduler.";

    @Override
    public void customize(ObjectMapper mapper) {
        var _ = mapper.addHandler(new Refusing());
    }

    private static final class Refusing extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                @Nullable JsonDeserializer<?> reading,
                Object beanOrClass,
                String name)
                throws IOException {
            Class<?> type = beanOrClass instanceof Class<?> known ? known : beanOrClass.getClass();
            if (!type.getName().startsWith(OURS) && type != TenantLimitsSpec.class) {
                return false;
            }
            Collection<Object> known = Optional.ofNullable(reading)
                    .flatMap(read -> Optional.ofNullable(read.getKnownPropertyNames()))
                    .orElseGet(List::of);
            throw UnrecognizedPropertyException.from(parser, beanOrClass, name, known);
        }
    }
}
