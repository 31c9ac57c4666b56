package dev.ingest.platform.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigurationCacheTest {
    private static final Duration MAX_AGE = Duration.ofSeconds(2);
    private static final Duration WAIT = Duration.ofMillis(20);

    private final MovingClock clock = new MovingClock();
    private final AtomicBoolean mayWait = new AtomicBoolean(true);
    private final List<Runnable> unanswered = new ArrayList<>();
    private Executor askers = Runnable::run;
    private final ConfigurationCache cache = cache(Optional.empty());
    private final List<@Nullable String> etags = new ArrayList<>();

    private static final class MovingClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private ConfigurationCache cache(Optional<Duration> staleMax) {
        return new ConfigurationCache(
                new ConfigurationCache.Rules(MAX_AGE, staleMax, WAIT, 2),
                clock,
                mayWait::get,
                question -> askers.execute(question));
    }

    private interface Answer {
        RestResponse<String> give();
    }

    private Optional<String> get(String key, Answer answer) {
        return cache.get(
                key,
                etag -> {
                    etags.add(etag);
                    return answer.give();
                },
                body -> body);
    }

    private static RestResponse<String> ok(String body, String etag) {
        return RestResponse.ResponseBuilder.ok(body).header("ETag", etag).build();
    }

    private static RestResponse<String> away() {
        throw new ProcessingException("connection refused");
    }

    private void timePasses() {
        clock.now = clock.now.plus(MAX_AGE).plusMillis(1);
    }

    @Test
    void freshAnswerIsUsedWithoutAsking() {
        get("a", () -> ok("one", "\"1\""));
        assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
        assertThat(etags).hasSize(1);
    }

    @Test
    void olderAnswerIsConfirmedByItsEtag() {
        get("a", () -> ok("one", "\"1\""));
        timePasses();
        assertThat(get("a", () -> RestResponse.notModified())).contains("one");
        assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
        assertThat(etags).containsExactly(null, "\"1\"");
    }

    @Test
    void whileOneCallerAsksTheOthersGoOnWithWhatIsKnown() {
        get("a", () -> ok("one", "\"1\""));
        timePasses();
        Optional<String> asked = get("a", () -> {
            var meanwhile = CompletableFuture.supplyAsync(() -> get("a", ConfigurationCacheTest::away));
            assertThat(meanwhile.join()).contains("one");
            return ok("two", "\"2\"");
        });
        assertThat(asked).contains("two");
        assertThat(etags).hasSize(2);
    }

    @Test
    void whatWasForgottenAboutIsWaitedForByAllWhoAsk() throws InterruptedException {
        var patient = new ConfigurationCache(
                new ConfigurationCache.Rules(MAX_AGE, Optional.empty(), Duration.ofMinutes(1), 2),
                clock,
                mayWait::get,
                question -> askers.execute(question));
        assertThat(patient.get("a", _ -> ok("one", "\"1\""), body -> body)).contains("one");
        timePasses();
        timePasses();
        var asked = new LinkedBlockingQueue<Runnable>();
        askers = asked::add;
        Callable<Optional<String>> ask = () -> patient.get("a", _ -> ok("two", "\"2\""), body -> body);
        var first = new FutureTask<>(ask);
        Thread.ofPlatform().start(first);
        Runnable question = asked.take();

        mayWait.set(false);
        assertThatThrownBy(ask::call).isInstanceOf(MustWaitException.class);
        mayWait.set(true);
        var second = new FutureTask<>(ask);
        Thread.ofPlatform().start(second);
        question.run();

        assertThat(first).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(Optional.of("two"));
        assertThat(second).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(Optional.of("two"));
        assertThat(asked).isEmpty();
    }

    @Test
    void whoMayNotWaitGetsWhatIsKnownUnlessItWasForgottenAbout() {
        mayWait.set(false);
        assertThatThrownBy(() -> get("a", () -> ok("one", "\"1\""))).isInstanceOf(MustWaitException.class);
        mayWait.set(true);
        get("a", () -> ok("one", "\"1\""));
        mayWait.set(false);
        assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
        silence();
        timePasses();
        assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
        assertThat(unanswered).hasSize(1);
        timePasses();
        assertThat(get("a", ConfigurationCacheTest::away))
                .as("it is being asked for")
                .contains("one");
        unanswered.removeFirst().run();
        assertThat(get("a", ConfigurationCacheTest::away))
                .as("it was asked for in vain")
                .contains("one");
        askers = Runnable::run;
        timePasses();
        assertThat(get("a", () -> ok("two", "\"2\""))).contains("two");
        timePasses();
        timePasses();
        assertThatThrownBy(() -> get("a", ConfigurationCacheTest::away)).isInstanceOf(MustWaitException.class);
    }

    /** The control plane takes questions and never answers. */
    private void silence() {
        askers = unanswered::add;
    }

    @Test
    void silentControlPlaneHoldsNobodyUpAndIsAskedOnce() {
        get("a", () -> ok("one", "\"1\""));
        silence();
        timePasses();
        for (int i = 0; i < 100; i++) {
            assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
            timePasses();
        }
        assertThat(unanswered).hasSize(1);
    }

    @Test
    void whatNobodyAskedForInAWhileIsWaitedForAndServesIfNothingComes() {
        get("a", () -> ok("one", "\"1\""));
        timePasses();
        timePasses();
        assertThat(get("a", () -> ok("two", "\"2\""))).contains("two");
        timePasses();
        timePasses();
        silence();
        assertThat(get("a", ConfigurationCacheTest::away)).contains("two");
    }

    @Test
    void whatIsNotKnownIsWaitedForNoLongerThanOneMay() {
        silence();
        assertUnavailable("a");
        clock.now = clock.now.plus(WAIT);
        assertUnavailable("a");
        assertThat(unanswered).hasSize(1);
    }

    private void assertUnavailable(String key) {
        assertThatThrownBy(() -> get(key, ConfigurationCacheTest::away))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void controlPlaneThatIsAwayIsAskedLessAndLessOften() {
        get("a", () -> ok("one", "\"1\""));
        int minutes = 10;
        for (int second = 0; second < minutes * 60; second++) {
            clock.now = clock.now.plusSeconds(1);
            assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
        }
        assertThat(etags).hasSizeBetween(minutes * 6 - 3, minutes * 6 + 5);
        clock.now = clock.now.plusSeconds(10);
        assertThat(get("a", () -> ok("two", "\"2\""))).contains("two");
    }

    @Test
    void whatIsNotKnownIsNotAskedForAtOnceAgain() {
        assertUnavailable("a");
        assertUnavailable("a");
        assertThat(etags).hasSize(1);
        clock.now = clock.now.plusSeconds(1);
        assertThat(get("a", () -> ok("one", "\"1\""))).contains("one");
    }

    @Test
    void askersThatHaveTooMuchToDoAreAControlPlaneThatIsAway() {
        get("a", () -> ok("one", "\"1\""));
        askers = question -> {
            throw new RejectedExecutionException("full");
        };
        timePasses();
        assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
        assertUnavailable("b");
    }

    @Test
    void answerServesStaleNoLongerThanItMay() {
        ConfigurationCache limited = cache(Optional.of(Duration.ofMinutes(15)));
        ConfigurationCache.Call gone = etag -> away();
        limited.get("t", etag -> ok("one", "\"1\""), body -> body);
        clock.now = clock.now.plus(Duration.ofMinutes(15));
        assertThat(limited.get("t", gone, body -> body)).contains("one");
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThatThrownBy(() -> limited.get("t", gone, body -> body))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThat(limited.get("t", etag -> RestResponse.notModified(), body -> body))
                .contains("one");
    }

    @Test
    void defectOfAnAnswerIsToldToWhoeverWaitsForIt() {
        assertThatThrownBy(() -> cache.get("a", etag -> ok("one", "\"1\""), body -> {
                    throw new IllegalStateException("no JSON");
                }))
                .hasRootCauseMessage("no JSON");
    }

    @Test
    void whoMayNotWaitGoesOnWithWhatIsKnownWhileAnotherAsks() {
        get("a", () -> ok("one", "\"1\""));
        timePasses();
        Optional<String> asked = get("a", () -> {
            mayWait.set(false);
            assertThat(CompletableFuture.supplyAsync(() -> get("a", ConfigurationCacheTest::away))
                            .join())
                    .contains("one");
            return ok("two", "\"2\"");
        });
        assertThat(asked).contains("two");
        assertThat(etags).hasSize(2);
    }

    @Test
    void changedAnswerReplacesTheOlderOne() {
        get("a", () -> ok("one", "\"1\""));
        timePasses();
        assertThat(get("a", () -> ok("two", "\"2\""))).contains("two");
    }

    @Test
    void lastAnswerStandsWhileTheControlPlaneIsAway() {
        get("a", () -> ok("one", "\"1\""));
        timePasses();
        assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
        timePasses();
        assertThat(get("a", () -> ok("two", "\"2\""))).contains("two");
    }

    @Test
    void whatDoesNotExistIsNothing() {
        assertThat(get("a", () -> {
                    throw new NotFoundException();
                }))
                .isEmpty();
        timePasses();
        assertThat(get("a", () -> ok("one", "\"1\""))).contains("one");
    }

    @Test
    void whatWasDeletedIsNotServedStale() {
        get("a", () -> ok("one", "\"1\""));
        timePasses();
        assertThat(get("a", () -> {
                    throw new NotFoundException();
                }))
                .isEmpty();
    }

    @Test
    void leastRecentlyUsedAnswerIsForgottenFirst() {
        get("a", () -> ok("a", "\"1\""));
        get("b", () -> ok("b", "\"1\""));
        get("a", ConfigurationCacheTest::away);
        get("c", () -> ok("c", "\"1\""));
        assertThat(get("a", ConfigurationCacheTest::away)).contains("a");
        assertThatThrownBy(() -> get("b", ConfigurationCacheTest::away)).isInstanceOf(IngestException.class);
    }

    @Test
    void controlPlaneThatIsAwayAndWasNeverAskedIsUnavailable() {
        assertThatThrownBy(() -> get("table demo/shop.orders", ConfigurationCacheTest::away))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessage("the control plane cannot be asked for table demo/shop.orders");
    }
}
