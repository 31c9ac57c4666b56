package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
    private final HttpSession session = HttpSession.create(SessionOptions.of(Clock.systemUTC()), new Random(1));
    private final TokenCache cache = new TokenCache();

    private Deadline in(Duration time) {
        return new Deadline(session, Instant.now().plus(time));
    }

    private TokenCache.Token obtain(Duration time, TokenCache.Origin origin) {
        return cache.obtain("c", in(time), Instant.now(), origin);
    }

    private static TokenCache.Origin giving(String value) {
        Instant now = Instant.now();
        return TokenCache.Origin.of(() -> new TokenCache.Token(value, now, now.plusSeconds(3600)));
    }

    /** One thread renews, and does not come to an end before the test does. */
    private interface Waiting {
        void whileRenewing(ExecutorService threads) throws Exception;
    }

    private void renewing(Waiting test) throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<TokenCache.Token> renewed =
                    threads.submit(() -> obtain(Duration.ofMinutes(10), TokenCache.Origin.of(() -> {
                        began.countDown();
                        return after(goOn);
                    })));
            began.await();
            try {
                test.whileRenewing(threads);
            } finally {
                goOn.countDown();
            }
            assertThat(renewed.get().value()).isEqualTo("renewed");
        }
    }

    private static TokenCache.Token after(CountDownLatch latch) {
        try {
            latch.await();
            return giving("renewed").renewed().apply(Optional.empty());
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void whoWaitsForAnothersRenewalIsDeferredAtItsOwnDeadline() throws Exception {
        renewing(threads -> assertThatThrownBy(() -> obtain(Duration.ofMillis(20), giving("other")))
                .isInstanceOf(DeferredException.class));
    }

    @Test
    void whoWaitsForAnothersRenewalCanBeInterrupted() throws Exception {
        renewing(threads -> {
            CountDownLatch waits = new CountDownLatch(1);
            Future<String> waiter = threads.submit(() -> {
                Thread.currentThread().interrupt();
                waits.countDown();
                try {
                    return obtain(Duration.ofMinutes(10), giving("other")).value();
                } catch (ReadException stopped) {
                    return stopped.reason();
                }
            });
            waits.await();
            assertThat(waiter.get()).isEqualTo("interrupted while waiting");
        });
    }

    @Test
    void whatOneBringsTheOthersUse() throws InterruptedException, ExecutionException {
        AtomicInteger renewals = new AtomicInteger();
        Instant now = Instant.now();
        TokenCache.Origin origin = TokenCache.Origin.of(
                () -> new TokenCache.Token("t" + renewals.incrementAndGet(), now, now.plusSeconds(3600)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                assertThat(threads.submit(() -> obtain(Duration.ofMinutes(10), origin))
                                .get()
                                .value())
                        .isEqualTo("t1");
            }
        }
        cache.forget("c", "t1");

        assertThat(obtain(Duration.ofMinutes(10), origin).value()).isEqualTo("t2");
    }

    @Test
    void tokenThatIsGivenAgainAfterItWasRefusedIsUsedUntilItIsRefusedAgain() {
        AtomicInteger renewals = new AtomicInteger();
        Instant now = Instant.now();
        TokenCache.Origin origin = TokenCache.Origin.of(() -> {
            renewals.incrementAndGet();
            return new TokenCache.Token("always-the-same", now, now.plusSeconds(3600));
        });
        for (int refusals = 0; refusals < 2; refusals++) {
            for (int i = 0; i < 13; i++) {
                assertThat(obtain(Duration.ofMinutes(10), origin).value()).isEqualTo("always-the-same");
            }
            cache.forget("c", "always-the-same");
        }

        assertThat(renewals).hasValue(2);
    }

    @Test
    void theTokenOfTheCredentialUsedLongestAgoIsForgotten() {
        Deadline deadline = in(Duration.ofMinutes(10));
        for (int i = 0; i <= TokenCache.CREDENTIALS_MAX; i++) {
            cache.obtain("c" + i, deadline, Instant.now(), giving("first"));
            cache.obtain("c1", deadline, Instant.now(), giving("first"));
        }

        assertThat(cache.obtain("c0", deadline, Instant.now(), giving("second")).value())
                .isEqualTo("second");
        assertThat(cache.obtain("c1", deadline, Instant.now(), giving("second")).value())
                .isEqualTo("first");
    }
}
