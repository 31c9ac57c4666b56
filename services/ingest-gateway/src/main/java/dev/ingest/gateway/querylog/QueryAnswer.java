package dev.ingest.gateway.querylog;

import java.util.List;

/** What became of a post of query logs: all of it, or nothing. */
public sealed interface QueryAnswer {
    /** Every query is durable. */
    record Accepted() implements QueryAnswer {}

    /**
     * Nothing of the post was accepted.
     *
     * @param failures what is wrong with which query
     * @param more how many failures there are besides
     */
    record Refused(List<Failure> failures, int more) implements QueryAnswer {}

    /**
     * @param index the query's place in the post, from 0
     * @param message where it is wrong, and what was expected
     */
    record Failure(int index, String message) {}
}
