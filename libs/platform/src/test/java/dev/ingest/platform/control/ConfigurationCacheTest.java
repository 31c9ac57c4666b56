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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigurationCacheTest {
    private static final Duration MAX_AGE = Duration.ofSeconds(2);

    private final MovingClock clock = new MovingClock();
    private final AtomicBoolean mayWait = new AtomicBoolean(true);
    private final ConfigurationCache cache = new ConfigurationCache(MAX_AGE, 2, clock, mayWait::get);
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
    void whoMayNotWaitGetsWhatIsFreshAndNothingElse() {
        mayWait.set(false);
        assertThatThrownBy(() -> get("a", () -> ok("one", "\"1\""))).isInstanceOf(MustWaitException.class);
        mayWait.set(true);
        get("a", () -> ok("one", "\"1\""));
        mayWait.set(false);
        assertThat(get("a", ConfigurationCacheTest::away)).contains("one");
        timePasses();
        assertThatThrownBy(() -> get("a", ConfigurationCacheTest::away)).isInstanceOf(MustWaitException.class);
        assertThat(etags).hasSize(1);
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
