package dev.ingest.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.gateway.envelope.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostRatesTest {
    private static final Rate HUNDRED = new Rate(100);
    private static final Rate PLENTY = new Rate(1_000_000);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Runnable> timeouts = new ArrayList<>();
    private final Timer timer = (wait, action) -> timeouts.add(action);

    private PostRates rates(RateStore store) {
        return new PostRates(store, PATIENCE, 4, clock, timer);
    }

    private static CompletionStage<@Nullable Void> post(PostRates rates, Rate ofTenant, Rate ofHolder) {
        return rates.admit("demo", ofTenant, "token a", ofHolder);
    }

    private static int admitted(PostRates rates, int posts, Rate ofTenant) {
        int admitted = 0;
        for (int i = 0; i < posts; i++) {
            admitted += post(rates, ofTenant, PLENTY).toCompletableFuture().isCompletedExceptionally() ? 0 : 1;
        }
        return admitted;
    }

    @Test
    void postsDoNotWaitForTheStore() {
        var silent = new ArrayList<CompletableFuture<Integer>>();
        PostRates rates = rates((key, rate, wanted, now) -> {
            var answer = new CompletableFuture<Integer>();
            silent.add(answer);
            return answer;
        });
        for (int i = 0; i < HUNDRED.credit(); i++) {
            assertThat(post(rates, HUNDRED, PLENTY)).isCompleted();
        }
        assertThat(silent).as("one question for each bucket").hasSize(2);
        CompletionStage<@Nullable Void> beyondCredit = post(rates, HUNDRED, PLENTY);
        assertThat(beyondCredit.toCompletableFuture()).isNotDone();
        silent.forEach(answer -> answer.complete(20));
        assertThat(beyondCredit).isCompleted();
    }

    @Test
    void askingIsRareWhileThereIsEnough() {
        var asked = new ArrayList<Integer>();
        PostRates rates = rates((key, rate, wanted, now) -> {
            asked.add(wanted);
            return CompletableFuture.completedStage(wanted);
        });
        assertThat(admitted(rates, 1000, new Rate(10_000))).isEqualTo(1000);
        assertThat(asked.size()).isLessThan(10);
    }

    @Test
    void emptyBucketRefusesWithoutAskingAgainAtOnce() {
        var asked = new ArrayList<Integer>();
        PostRates rates = rates((key, rate, wanted, now) -> {
            asked.add(wanted);
            return CompletableFuture.completedStage(rate.equals(PLENTY) ? wanted : 0);
        });
        assertThat(admitted(rates, 500, HUNDRED)).isEqualTo(HUNDRED.credit());
        assertThat(asked.size()).isLessThan(5);
    }

    @Test
    void refusalIsRateLimitedAndSaysWhose() {
        PostRates none =
                rates((key, rate, wanted, now) -> CompletableFuture.completedStage(rate.equals(PLENTY) ? wanted : 0));
        assertThatThrownBy(() ->
                        post(none, new Rate(1), PLENTY).toCompletableFuture().join())
                .rootCause()
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED))
                .hasMessage("more than 1 posts per second of this tenant (expected: at most that)");
        assertThatThrownBy(() -> none.admit("demo", PLENTY, "token b", new Rate(1))
                        .toCompletableFuture()
                        .join())
                .rootCause()
                .hasMessage("more than 1 posts per second of this token (expected: at most that)");
    }

    @Test
    void whileTheStoreIsAwayThisPodLetsInItsPart() {
        PostRates rates = rates(
                (key, rate, wanted, now) -> CompletableFuture.failedStage(new IllegalStateException("no database")));
        var perSecond = new int[20];
        for (int second = 0; second < perSecond.length; second++) {
            for (int tenth = 0; tenth < 10; tenth++) {
                perSecond[second] += admitted(rates, 30, HUNDRED);
                clock.advance(Duration.ofMillis(100));
            }
        }
        assertThat(java.util.Arrays.stream(perSecond).sum())
                .isBetween(perSecond.length * 25 * 8 / 10, perSecond.length * 25 + HUNDRED.credit());
    }

    @Test
    void silentStoreIsGivenUp() {
        PostRates rates = rates((key, rate, wanted, now) ->
                rate.equals(PLENTY) ? CompletableFuture.completedStage(wanted) : new CompletableFuture<>());
        assertThat(admitted(rates, HUNDRED.credit(), HUNDRED)).isEqualTo(HUNDRED.credit());
        var waiting = post(rates, HUNDRED, PLENTY).toCompletableFuture();
        assertThat(waiting).isNotDone();
        List.copyOf(timeouts).forEach(Runnable::run);
        assertThat(waiting).isDone();
    }

    @Test
    void tenantsAndTokensAreApart() {
        PostRates rates = rates((key, rate, wanted, now) ->
                CompletableFuture.completedStage(key.equals("demo") || key.equals("token b") ? 0 : wanted));
        var one = new Rate(1);
        assertThat(rates.admit("demo", one, "token a", one).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(rates.admit("acme", one, "token b", one).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(rates.admit("acme", one, "token c", one)).isCompleted();
    }
}
