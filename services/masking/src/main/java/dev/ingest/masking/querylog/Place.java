package dev.ingest.masking.querylog;

import static dev.ingest.contracts.error.IngestException.invalid;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a page of the query log ends: {@code <time>/<id>} of its last query, or a time alone when the search was stopped there.
 *
 * @param at when the query began
 * @param id its id; without one, every query of that time comes later
 */
record Place(Instant at, Optional<String> id) {
    /** The newest first; of one time, the greater id first. */
    static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(Place::at)
            .thenComparing(place -> place.id().orElse("\uFFFF"))
            .reversed();

    private static final int CHARACTERS_MAX = 1000;

    static Place parse(String text) {
        int slash = text.indexOf('/');
        if (text.length() > CHARACTERS_MAX) {
            throw invalid(
                    "after: %d characters (expected: what an earlier page gave as next)".formatted(text.length()));
        }
        try {
            return new Place(
                    Instant.parse(slash < 0 ? text : text.substring(0, slash)),
                    Optional.of(text).filter(whole -> slash >= 0).map(whole -> whole.substring(slash + 1)));
        } catch (DateTimeException malformed) {
            throw new IngestException(
                    ErrorCode.INVALID_ARGUMENT,
                    "after: '%s' (expected: what an earlier page gave as next)".formatted(text),
                    malformed);
        }
    }

    /** Whether the other one is on a later page. */
    boolean isBefore(Place other) {
        return NEWEST_FIRST.compare(this, other) < 0;
    }

    String text() {
        return at + id.map(known -> "/" + known).orElse("");
    }
}
