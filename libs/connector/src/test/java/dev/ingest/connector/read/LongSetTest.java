package dev.ingest.connector.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongSetTest {
    @Test
    void itHoldsWhatAnySetHolds() {
        Random random = new Random(5);
        LongSet set = new LongSet();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            long digest = random.nextInt(4) == 0 ? random.nextInt(1_000) : random.nextLong();

            assertThat(set.add(digest)).isEqualTo(expected.add(digest));
        }
        assertThat(set.add(0)).isEqualTo(expected.add(0L));
    }
}
