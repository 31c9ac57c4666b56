package dev.ingest.masking.querylog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is looked for, as the caller wrote it.
 *
 * @param equal values by parameter: {@code user}, {@code type}, {@code catalog}, {@code schema}, {@code failure}
 * @param states one of which it ended in; any if there are none
 * @param tags all of which it has
 * @param text is in the query, its id, or its failure's message, in whatever case
 * @param from when it began, at the earliest
 * @param to when it began, at the latest
 * @param slowerThanMs how long it took, at least
 * @param after where the page before ended
 * @param limit most queries, or none for the default
 */
public record QuerySearch(
        Map<String, String> equal,
        List<String> states,
        List<String> tags,
        Optional<String> text,
        Optional<String> from,
        Optional<String> to,
        Optional<String> slowerThanMs,
        Optional<String> after,
        Optional<String> limit) {
    public QuerySearch {
        equal = Map.copyOf(equal);
        states = List.copyOf(states);
        tags = List.copyOf(tags);
    }
}
