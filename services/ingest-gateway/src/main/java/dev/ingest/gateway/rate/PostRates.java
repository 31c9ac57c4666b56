package dev.ingest.gateway.rate;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.envelope.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Lets in so many posts per second of each tenant and of each holder of a token, at all pods together. Thread-safe. */
public final class PostRates {
    /** More buckets than this are looked through for idle ones. */
    private static final int BUCKETS_MAX = 100_000;

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final CompletionStage<@Nullable Void> IN = CompletableFuture.<@Nullable Void>completedStage(null);

    private final RateStore store;
    private final PodBucket.Limits limits;
    private final InstantSource clock;
    private final Timer timer;
    private final Map<String, PodBucket> buckets = new ConcurrentHashMap<>();

    /**
     * @param patience how long an answer of the store may take
     * @param pods how many share the limits while the store does not answer
     */
    public PostRates(RateStore store, Duration patience, int pods, InstantSource clock, Timer timer) {
        this.store = store;
        this.limits = new PodBucket.Limits(patience, pods);
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * Lets a post in. What the holder's own limit refuses takes nothing from the tenant's.
     *
     * @param holder unique among all tenants, and no tenant's name
     * @return fails with {@code RATE_LIMITED}
     */
    public CompletionStage<@Nullable Void> admit(String tenant, Rate ofTenant, String holder, Rate ofHolder) {
        PodBucket holders = bucket(holder);
        PodBucket tenants = bucket(tenant);
        if (holders.takeAtOnce(ofHolder)) {
            return tenants.takeAtOnce(ofTenant) ? IN : ofTenant(tenants, ofTenant);
        }
        return holders.take(ofHolder)
                .thenCompose(free -> free ? ofTenant(tenants, ofTenant) : refused("token", ofHolder));
    }

    private static CompletionStage<@Nullable Void> ofTenant(PodBucket tenants, Rate rate) {
        return tenants.take(rate).thenCompose(let -> let ? IN : refused("tenant", rate));
    }

    private static CompletionStage<@Nullable Void> refused(String whose, Rate rate) {
        return CompletableFuture.failedStage(new IngestException(
                ErrorCode.RATE_LIMITED,
                "more than %d posts per second of this %s (expected: at most that)"
                        .formatted(rate.perSecond(), whose)));
    }

    private PodBucket bucket(String key) {
        PodBucket known = buckets.get(key);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= BUCKETS_MAX) {
            Instant then = clock.instant().minus(IDLE);
            buckets.values().removeIf(bucket -> bucket.idleSince(then));
        }
        return buckets.computeIfAbsent(key, fresh -> new PodBucket(fresh, store, limits, clock, timer));
    }
}
