package dev.ingest.connector.read;

import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the reading of a range goes on; opaque to all but its pages.
 *
 * @param token of the page that is asked for next
 * @param skip records at the beginning of that page that were given already
 * @param mark of the last of them: a page that changed is read from its beginning
 * @param start where the range was made to start by a reset of the pages
 * @param job the job that is being waited for, or whose download this is
 */
record PagePlace(Optional<Value> token, long skip, Optional<String> mark, Optional<Value> start, Optional<Value> job) {
    static final PagePlace BEGINNING = of(Optional.empty(), Optional.empty());
    private static final String KEY = "__place";

    static PagePlace of(Optional<Value> token, Optional<Value> start) {
        return new PagePlace(token, 0, Optional.empty(), start, Optional.empty());
    }

    PagePlace skipping(long records, String lastOfThem) {
        return new PagePlace(token, records, Optional.of(lastOfThem), start, job);
    }

    PagePlace ofJob(Optional<Value> running) {
        return new PagePlace(token, skip, mark, start, running);
    }

    /** A token by itself, as long as there is nothing else to say. */
    static PagePlace parse(Optional<Value> saved) {
        if (saved.isPresent()
                && saved.get() instanceof Value.Dict dict
                && dict.at(KEY).orElse(Value.NONE) instanceof Value.Dict place) {
            return new PagePlace(
                    place.at("token"),
                    place.at("skip").map(PagePlace::count).orElse(0L),
                    place.at("mark").map(Python::str),
                    place.at("start"),
                    place.at("job"));
        }
        return of(saved, Optional.empty());
    }

    private static long count(Value value) {
        return value instanceof Value.Int(var number) ? number.longValue() : 0;
    }

    Optional<Value> toValue() {
        if (skip == 0 && start.isEmpty() && job.isEmpty()) {
            return token;
        }
        Map<String, Value> place = new LinkedHashMap<>();
        token.ifPresent(value -> place.put("token", value));
        place.put("skip", Value.of(skip));
        mark.ifPresent(value -> place.put("mark", Value.of(value)));
        start.ifPresent(value -> place.put("start", value));
        job.ifPresent(value -> place.put("job", value));
        return Optional.of(Value.dict(Map.of(KEY, Value.dict(place))));
    }
}
