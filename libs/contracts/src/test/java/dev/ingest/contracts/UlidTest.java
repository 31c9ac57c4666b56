package dev.ingest.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class UlidTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1469922850259L), ZoneOffset.UTC);

    @Test
    void timeIsTheFirstTenCharacters() {
        // The specification's own example.
        assertThat(new Ulid(CLOCK).next()).startsWith("01ARZ3NDEK").hasSize(26);
    }

    @Test
    void timeOfMintingIsReadBack() {
        assertThat(Ulid.mintedAt(new Ulid(CLOCK).next())).isEqualTo(CLOCK.instant());
        assertThatThrownBy(() -> Ulid.mintedAt("01ARZ3NDEU")).hasMessageContaining("'01ARZ3NDEU' is no ULID");
        assertThatThrownBy(() -> Ulid.mintedAt("?1ARZ3NDEKTSV4RRFFQ69G5FAV")).hasMessageContaining("is no ULID");
    }

    @Test
    void withinOneMillisecondOrderIsTheOrderOfMinting() {
        RandomGenerator allOnes = () -> -1L;
        var ulid = new Ulid(CLOCK, allOnes);
        List<String> minted = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            minted.add(ulid.next());
        }
        assertThat(minted).isSorted().doesNotHaveDuplicates();
    }
}
