package dev.ingest.scheduler.declared;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of a document, or would.
 *
 * @param tag of what the document's things were before: sent back with {@code If-Match}, it lets nothing change that was not seen
 * @param dryRun whether nothing was kept
 * @param things what happened to each
 */
@Schema(name = "Applied")
public record Applied(String tag, boolean dryRun, List<Thing> things) {

    /** What happens to a thing. */
    public enum Action {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /**
     * @param kind the document's field that lists it
     * @param name what it is called
     * @param action what happened to it
     * @param fields what differs, by path
     */
    @Schema(name = "AppliedThing")
    public record Thing(String kind, String name, Action action, Map<String, Field> fields) {}

    /**
     * @param from the value before, cut off at 500 characters
     * @param to the value after, cut off at 500 characters
     */
    @Schema(name = "AppliedField")
    public record Field(Optional<String> from, Optional<String> to) {}
}
