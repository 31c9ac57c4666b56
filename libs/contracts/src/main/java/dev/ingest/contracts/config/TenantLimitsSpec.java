package dev.ingest.contracts.config;

import java.util.Optional;

/**
 * What a tenant's posts to the gateway may be, where it differs from the gateway's own configuration.
 *
 * @param postsPerSecond of the whole tenant, at all pods together
 * @param postsPerSecondOfToken of each token or user, at all pods together
 * @param sources stream sources in one post
 * @param recordsPerSource records for one stream source in one post
 * @param bodyBytes of one post, unpacked
 * @param recordBytes of one record
 */
public record TenantLimitsSpec(
        Optional<Integer> postsPerSecond,
        Optional<Integer> postsPerSecondOfToken,
        Optional<Integer> sources,
        Optional<Integer> recordsPerSource,
        Optional<Integer> bodyBytes,
        Optional<Integer> recordBytes) {

    /** Nothing differs. */
    public static TenantLimitsSpec none() {
        return new TenantLimitsSpec(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
