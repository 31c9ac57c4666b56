package dev.ingest.scheduler.http;

import dev.ingest.contracts.error.IngestException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;

/** Long lists, some at a time. The answer's {@code Link} header has the next page, if there is one. Source: RFC 8288. */
public final class Pages {
    /** As many as one page may have, where nobody says how many they want. */
    public static final String ALL = "1000";

    private static final int LIMIT_MAX = Integer.parseInt(ALL);

    private Pages() {}

    /** How many to read for a page of that limit: one more, which tells whether there is a next page. */
    public static int toRead(int limit) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw IngestException.invalid("limit: %d (expected: 1 to %d)".formatted(limit, LIMIT_MAX));
        }
        return limit + 1;
    }

    /**
     * @param found as many as {@link #toRead} said, or all that there are
     * @param from the query parameter that says behind which item the next page begins
     * @param key what to put there for an item
     */
    public static <T> RestResponse<List<T>> of(
            List<T> found, int limit, UriInfo here, String from, Function<T, String> key) {
        if (found.size() <= limit) {
            return RestResponse.ok(found);
        }
        List<T> page = List.copyOf(found.subList(0, limit));
        var next = here.getRequestUriBuilder().replaceQueryParam(from, key.apply(page.getLast()));
        return RestResponse.ResponseBuilder.ok(page)
                .header(
                        HttpHeaders.LINK,
                        Link.fromUri("?" + next.build().getRawQuery())
                                .rel("next")
                                .build()
                                .toString())
                .build();
    }
}
