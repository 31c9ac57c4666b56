package dev.ingest.masking.querylog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some of the queries that were found, the newest first.
 *
 * @param queries each by the names of {@link QueryColumns}, as the caller may see it; what is not known, or not seen, is left out
 * @param next what to give as {@code after} to go on; nothing when there are no more
 * @param lookedThrough how many records were looked through
 * @param stopped why the search was not finished, and what to do: nothing when these are the newest that there are
 */
public record QueryPage(
        List<Map<String, Object>> queries, Optional<String> next, long lookedThrough, Optional<String> stopped) {
    public QueryPage {
        queries = List.copyOf(queries);
    }

    /** Where nothing was ever logged. */
    public static QueryPage empty() {
        return new QueryPage(List.of(), Optional.empty(), 0, Optional.empty());
    }
}
