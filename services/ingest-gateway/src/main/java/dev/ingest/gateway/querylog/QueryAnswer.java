package dev.ingest.gateway.querylog;

import java.util.List;

/** What became of a post of query logs: all of it, or nothing. */
public sealed interface QueryAnswer {
    /** Every query is durable. */
    record Accepted() implements QueryAnswer {}

    /** @param failures what is wrong with which query; nothing of the post was accepted */
    record Refused(List<Failure> failures) implements QueryAnswer {}

    /**
     * @param index the query's place in the post, from 0
     * @param message where it is wrong, and what was expected
     */
    record Failure(int index, String message) {}
}
