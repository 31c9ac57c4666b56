package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.http.MovingWindow.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovingWindowTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private record Call(Instant at, long weight) {}

    private static long weightIn(List<Call> calls, Instant end, Limit limit) {
        return calls.stream()
                .filter(call -> call.at().isAfter(end.minus(limit.interval()))
                        && !call.at().isAfter(end))
                .mapToLong(Call::weight)
                .sum();
    }

    private static boolean fits(List<Call> calls, Instant at, long weight, List<Limit> limits) {
        return limits.stream().allMatch(limit -> weightIn(calls, at, limit) + weight <= limit.calls());
    }

    /** Looked for second by second among all calls that were made. */
    private static Instant firstRoom(List<Call> calls, Instant now, long weight, List<Limit> limits) {
        Instant at = calls.isEmpty() || now.isAfter(calls.getLast().at())
                ? now
                : calls.getLast().at();
        while (!fits(calls, at, weight, limits)) {
            at = at.plusSeconds(1);
        }
        return at;
    }

    @Test
    void eachCallComesAtTheFirstMomentWithRoomInEveryWindow() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Limit> limits = List.of(
                    new Limit(3 + random.nextInt(5), Duration.ofSeconds(5 + random.nextInt(10))),
                    new Limit(8 + random.nextInt(9), Duration.ofSeconds(30 + random.nextInt(60))));
            MovingWindow window = new MovingWindow();
            List<Call> calls = new ArrayList<>();
            Instant now = NOON;
            for (int i = 0; i < 200; i++) {
                now = now.plusSeconds(random.nextInt(6));
                long weight = 1 + random.nextInt(3);
                Instant expected = firstRoom(calls, now, weight, limits);

                assertThat(window.take(limits, weight, now, Instant.MAX))
                        .as("seed %d, call %d", seed, i)
                        .isEqualTo(expected);
                calls.add(new Call(expected, weight));
            }
        }
    }

    @Test
    void callsOfAnotherProcessCountAmongThoseOfThisOne() {
        Limit limit = new Limit(10, Duration.ofMinutes(1));
        MovingWindow window = new MovingWindow();
        window.take(List.of(limit), 4, NOON, Instant.MAX);
        window.restore(limit, new BudgetState.Rate(10, 1, NOON.plusSeconds(90)), NOON);

        assertThat(window.state(limit, NOON).remaining()).isEqualTo(1);
        assertThat(window.take(List.of(limit), 2, NOON, Instant.MAX)).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void manyCallsInAWindowDoNotMakeEachOneSlow() {
        Limit limit = new Limit(400_000, Duration.ofHours(1));
        MovingWindow window = new MovingWindow();
        for (int i = 0; i < 400_000; i++) {
            assertThat(window.take(List.of(limit), 1, NOON.plusMillis(i), Instant.MAX))
                    .isEqualTo(NOON.plusMillis(i));
        }

        assertThat(window.take(List.of(limit), 1, NOON.plusSeconds(400), Instant.MAX))
                .isEqualTo(NOON.plus(limit.interval()));
    }
}
