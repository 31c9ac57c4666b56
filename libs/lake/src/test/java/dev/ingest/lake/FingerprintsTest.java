package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class FingerprintsTest {

    @Test
    void everyKeyIsFoundAndHardlyAnyOther() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        var keys = new ArrayList<Object>();
        for (int i = 0; i < 20_000; i++) {
            keys.add("order-" + i);
            keys.add((long) i);
            keys.add(new UUID(random.nextLong(), random.nextLong()));
            keys.add(Arrays.asList("region-" + i % 7, i));
        }
        var known = new Fingerprints(keys);

        assertThat(keys).allMatch(key -> known.mayContain(Fingerprints.of(key)));
        assertThat(java.util.stream.IntStream.range(20_000, 220_000)
                        .filter(i -> known.mayContain(Fingerprints.of((Object) (long) i))
                                || known.mayContain(Fingerprints.of("order-" + i))
                                || known.mayContain(Fingerprints.of(Arrays.asList(i, "region-" + i % 7))))
                        .count())
                .as("of 600,000 others, at 64 bits")
                .isZero();
    }

    @Test
    void noKeyIsAmongNone() {
        assertThat(new Fingerprints(List.of()).mayContain(0)).isFalse();
        assertThat(new Fingerprints(List.of(0L)).mayContain(Fingerprints.of((Object) 0L)))
                .isTrue();
    }
}
