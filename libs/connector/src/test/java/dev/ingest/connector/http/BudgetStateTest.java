package dev.ingest.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetStateTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void theTighterOfTwoStatesCounts() {
        BudgetState one = new BudgetState(
                Map.of("a", new BudgetState.Rate(10, 3, NOON)), Map.of("https://x:443", NOON.plusSeconds(5)));
        BudgetState two = new BudgetState(
                Map.of("a", new BudgetState.Rate(10, 7, NOON.plusSeconds(9)), "b", new BudgetState.Rate(1, 1, NOON)),
                Map.of("https://x:443", NOON));

        assertThat(one.merge(two)).isEqualTo(two.merge(one));
        assertThat(one.merge(two).rates())
                .containsEntry("a", new BudgetState.Rate(10, 3, NOON.plusSeconds(9)))
                .containsKey("b");
        assertThat(one.merge(two).notBefore()).containsEntry("https://x:443", NOON.plusSeconds(5));
    }
}
