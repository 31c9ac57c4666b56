package dev.ingest.contracts.event;

/**
 * How many records the API said there are in a slice. Told before the attempt's pages are complete, so before anybody hears of their
 * commit; not told where the API does not say.
 *
 * @param tenant whose slice
 * @param attempt which try of which slice
 * @param records how many, before any filter
 */
public record SliceReported(String tenant, SliceAttempt attempt, long records) implements Fact {}
