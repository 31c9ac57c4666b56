package dev.ingest.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.gateway.envelope.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of shared buckets does, alone and under three gateways. */
public abstract class RateStoreContract {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int PODS = 3;
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int STEPS_PER_SECOND = 20;
    private static final int SECONDS = 25;
    private static final int WINDOW = 10 * STEPS_PER_SECOND;

    protected abstract RateStore store();

    private int take(String key, int wanted, Duration after) {
        return store().take(key, new Rate(100), wanted, NOON.plus(after))
                .toCompletableFuture()
                .join();
    }

    @Test
    void bucketStartsFullAndFillsWithTime() {
        assertThat(take("fills", 70, Duration.ZERO)).isEqualTo(70);
        assertThat(take("fills", 70, Duration.ZERO)).isEqualTo(30);
        assertThat(take("fills", 70, Duration.ofMillis(255))).isEqualTo(25);
        assertThat(take("fills", 1, Duration.ofMillis(260))).isEqualTo(1);
        assertThat(take("fills", 500, Duration.ofHours(1))).isEqualTo(100);
        assertThat(take("another", 100, Duration.ZERO)).isEqualTo(100);
    }

    @Test
    void podWhoseClockIsBehindBringsNoTimeAgain() {
        assertThat(take("skew", 100, Duration.ofSeconds(2))).isEqualTo(100);
        assertThat(take("skew", 100, Duration.ZERO)).isZero();
        assertThat(take("skew", 100, Duration.ofMillis(2100))).isEqualTo(10);
    }

    /** Each pod is a whole gateway's limiter; they share the store, and their clocks are apart. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40, 400})
    void threePodsAdmitNoMoreThanHalfAsMuchAgainOverAnyTenSeconds(int limit) {
        var clock = new SteppedClock(NOON);
        List<PostRates> pods = new ArrayList<>();
        for (int pod = 0; pod < PODS; pod++) {
            Duration skew = Duration.ofMillis(pod * 100L);
            pods.add(new PostRates(
                    store(), Duration.ofMinutes(1), PODS, () -> clock.instant().plus(skew), Timer.SYSTEM));
        }
        int[] admitted = new int[SECONDS * STEPS_PER_SECOND];
        var random = new Random(limit);
        for (int step = 0; step < admitted.length; step++) {
            int posts = Math.max(1, 2 * limit / STEPS_PER_SECOND / PODS);
            for (int post = 0; post < posts * PODS; post++) {
                admitted[step] += admit(pods.get(random.nextInt(PODS)), limit) ? 1 : 0;
            }
            clock.advance(STEP);
        }
        for (int from = 0; from + WINDOW <= admitted.length; from++) {
            assertThat(sum(admitted, from, from + WINDOW)).isLessThanOrEqualTo(15 * limit);
        }
        assertThat(sum(admitted, 0, admitted.length)).isGreaterThanOrEqualTo(SECONDS * limit * 9 / 10);
    }

    private boolean admit(PostRates pod, int limit) {
        var unlimited = new Rate(1_000_000);
        try {
            pod.admit("shared" + limit, new Rate(limit), "token", unlimited)
                    .toCompletableFuture()
                    .join();
            return true;
        } catch (CompletionException refused) {
            assertThat(refused).hasMessageContaining("more than %d posts per second of this tenant".formatted(limit));
            return false;
        }
    }

    private static int sum(int[] values, int from, int to) {
        return java.util.stream.IntStream.range(from, to).map(i -> values[i]).sum();
    }
}
