package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** One kind of thing that a document declares. Within the caller's transaction. */
interface Kind {
    /** The document's field that lists them. */
    String field();

    /** What an item is called, for a person. */
    default String name(JsonNode item) {
        return item.path("name").asText();
    }

    /** Items of one document in the order in which they can be made. */
    default List<JsonNode> inOrder(List<JsonNode> all) {
        return all;
    }

    /**
     * A thing as it is now.
     *
     * @param view what a reader sees of it
     * @param tag its entity tag, quoted as in a header, if it has one
     */
    record Present(JsonNode view, Optional<String> tag) {}

    /** The thing that the item names, if it is there. */
    Uni<Optional<Present>> present(String tenant, JsonNode item);

    /**
     * Makes the thing what the item says.
     *
     * @param before as it was read a moment ago; another change in between fails with {@code PRECONDITION_FAILED}
     */
    Uni<Void> put(String tenant, JsonNode item, Optional<Present> before);

    /** Every thing of this kind, as an item that would make it. */
    Uni<List<ObjectNode>> all(String tenant);
}
