package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.http.JsonFaults;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;

/** Items of a document, as the calls take and give them. */
@Singleton
final class Items {
    private final ObjectMapper json;

    Items(ObjectMapper json) {
        this.json = json;
    }

    /** The body that a call takes; {@code INVALID_ARGUMENT} names the field that does not fit. */
    <T> T body(JsonNode item, Class<T> type, String... but) {
        ObjectNode rest = item.deepCopy();
        try {
            return json.treeToValue(rest.remove(List.of(but)), type);
        } catch (JsonMappingException misshaped) {
            String path = misshaped.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining());
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: %s".formatted(path.replaceFirst("^\\.", ""), JsonFaults.of(misshaped)),
                    misshaped);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree is JSON", impossible);
        }
    }

    /** What a call answered, or would answer, without the fields that say nothing to whoever declares. */
    ObjectNode of(Object view, String... but) {
        ObjectNode tree = json.valueToTree(view);
        return tree.remove(List.of(but));
    }

    ObjectNode empty() {
        return json.createObjectNode();
    }

    /** What a read answered; none if there was nothing. */
    <T> Uni<Optional<Kind.Present>> present(Uni<RestResponse<T>> read) {
        return read.map(answer ->
                        Optional.of(new Kind.Present(json.valueToTree(answer.getEntity()), Optional.of(tag(answer)))))
                .onFailure(Items::missing)
                .recoverWithItem(Optional.empty());
    }

    private static String tag(RestResponse<?> answer) {
        return '"' + answer.getEntityTag().getValue() + '"';
    }

    private static boolean missing(Throwable failure) {
        return failure instanceof IngestException refused && refused.code() == ErrorCode.NOT_FOUND;
    }
}
