package dev.ingest.scheduler.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the service answered.
 *
 * @param status the HTTP status
 * @param type the media type without parameters
 * @param etag the entity tag
 * @param next the query of the next page
 * @param text the body
 * @param json the body as JSON, or a missing node
 */
public record Answer(
        int status, String type, Optional<String> etag, Optional<String> next, String text, JsonNode json) {
    /** The problem's text. */
    public String detail() {
        return json.path("detail").asText();
    }

    /** The field's text. */
    public String text(String field) {
        return json.path(field).asText();
    }
}
