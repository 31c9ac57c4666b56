package dev.ingest.scheduler.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ingest.scheduler.http.Sha256;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** Answers with an ETag made of the answer itself, or with 304 where the caller has it. */
@Singleton
final class Conditional {
    private final ObjectWriter json;

    Conditional(ObjectMapper json) {
        // the same value must give the same text, whatever order a map happens to have
        this.json = json.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }

    Response json(Request request, Object value) {
        try {
            return answer(request, json.writeValueAsString(value), MediaType.APPLICATION_JSON);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("%s cannot be written as JSON".formatted(value.getClass()), impossible);
        }
    }

    Response yaml(Request request, String text) {
        return answer(request, text, "application/yaml");
    }

    private static Response answer(Request request, String body, String type) {
        EntityTag tag = new EntityTag(Sha256.hex(body));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged == null
                ? Response.ok(body, type).tag(tag).build()
                : unchanged.tag(tag).build();
    }
}
