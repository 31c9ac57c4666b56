package dev.ingest.gateway.rate;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** The buckets that all pods share. */
@FunctionalInterface
public interface RateStore {
    /**
     * Takes posts out of a bucket, which fills with time and starts full. The greatest time that any pod has told counts.
     *
     * @param key whose bucket
     * @param wanted how many
     * @param now by the caller's clock
     * @return how many there were, at most {@code wanted}; fails if that is not known, and then they may have been taken
     */
    CompletionStage<Integer> take(String key, Rate rate, int wanted, Instant now);
}
