package dev.ingest.scheduler.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags of things that several people change: who sends back the tag that they read with {@code If-Match} overwrites nothing
 * that they did not see. Source: RFC 9110, section 13.1.1.
 */
@Singleton
public final class EntityTags {
    private static final String ANY = "*";

    private final ObjectWriter json;

    EntityTags(ObjectMapper json) {
        // the same value must give the same tag, whatever order a map happens to have
        this.json = json.writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }

    /** Of what somebody may change about a thing. */
    public EntityTag of(Object configured) {
        try {
            return new EntityTag(Sha256.hex(json.writeValueAsString(configured)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "%s cannot be written as JSON".formatted(configured.getClass()), impossible);
        }
    }

    /** The thing with its tag. */
    public <T> RestResponse<T> answer(T thing) {
        return RestResponse.ResponseBuilder.ok(thing).tag(of(thing)).build();
    }

    /**
     * Refuses a change of what is not as it was read, with {@code PRECONDITION_FAILED}.
     *
     * @param ifMatch the header, or none for whoever does not care
     * @param what what it is, for the message
     * @param present what is there now, as {@link #of} takes it
     */
    public void check(@Nullable String ifMatch, String what, Optional<?> present) {
        if (ifMatch == null
                || present.filter(now -> matches(ifMatch, of(now).getValue())).isPresent()) {
            return;
        }
        throw new IngestException(
                ErrorCode.PRECONDITION_FAILED,
                present.isEmpty()
                        ? "%s does not exist (expected by If-Match: %s)".formatted(what, ifMatch)
                        : "%s was changed since it was read (If-Match: %s): read it again, and see what to keep"
                                .formatted(what, ifMatch));
    }

    private static boolean matches(String ifMatch, String tag) {
        return Arrays.stream(ifMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(asked -> asked.equals(ANY) || asked.equals('"' + tag + '"'));
    }
}
