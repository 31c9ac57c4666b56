package dev.ingest.gateway.http;

import dev.ingest.contracts.config.TenantLimitsSpec;
import dev.ingest.gateway.feature.FeatureLimits;
import dev.ingest.gateway.rate.Rate;

/**
 * What a tenant's posts may be: its own limits, or else those of the configuration.
 *
 * @param ofTenant its posts, at all pods together
 * @param ofHolder the posts of one token or user
 * @param bodyBytes of one post, unpacked
 * @param features of one post of records
 */
record PostLimits(Rate ofTenant, Rate ofHolder, int bodyBytes, FeatureLimits features) {
    static PostLimits of(GatewaySettings settings, TenantLimitsSpec tenant) {
        return new PostLimits(
                new Rate(tenant.postsPerSecond().orElse(settings.rate().tenant())),
                new Rate(tenant.postsPerSecondOfToken().orElse(settings.rate().token())),
                tenant.bodyBytes().orElse(Math.toIntExact(settings.maxBody().asLongValue())),
                new FeatureLimits(
                        tenant.sources().orElse(settings.maxSources()),
                        tenant.recordsPerSource().orElse(settings.maxRecordsPerSource()),
                        tenant.recordBytes()
                                .orElse(Math.toIntExact(settings.maxRecord().asLongValue()))));
    }
}
