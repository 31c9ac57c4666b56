package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingest.lake.AppliedSlices.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AppliedSlicesTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** A table that somebody dropped is made anew, and its stream's numbers go on. */
    @Test
    void streamThatBeginsLateGoesOnForEver() {
        AppliedSlices applied = AppliedSlices.none();
        for (long number = 2; number <= 3L * AppliedSlices.RANGES_MAX; number++) {
            applied = applied.with(number);
        }
        assertThat(applied).isEqualTo(new AppliedSlices(0, List.of(new Range(2, 3L * AppliedSlices.RANGES_MAX))));
        assertThat(applied.with(1)).isEqualTo(new AppliedSlices(3L * AppliedSlices.RANGES_MAX, List.of()));
    }

    @Test
    void gapsBeyondALimitAreNamed() {
        List<Range> every = LongStream.rangeClosed(1, AppliedSlices.RANGES_MAX)
                .mapToObj(number -> new Range(number * 2, number * 2))
                .toList();
        var full = new AppliedSlices(0, every);
        assertThatThrownBy(() -> full.with(1_000_000))
                .isInstanceOf(LakeException.class)
                .hasMessage(
                        "slice 1 is missing, and so are others in 10000 places behind it (expected: at most 10000)");
    }

    @Test
    void whateverTheirOrderTheyAreASet() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var numbers = new ArrayList<>(LongStream.rangeClosed(1, 40).boxed().toList());
            Collections.shuffle(numbers, random);
            var model = new TreeSet<Long>();
            AppliedSlices applied = AppliedSlices.none();
            for (long number : numbers.subList(0, 30)) {
                if (random.nextInt(20) == 0) {
                    applied = applied.through(number);
                    model.addAll(LongStream.rangeClosed(1, number).boxed().toList());
                } else {
                    applied = applied.with(number);
                    model.add(number);
                }
                AppliedSlices now = applied;
                assertThat(LongStream.rangeClosed(1, 41).filter(now::contains))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(model);
                assertThat(now.count()).isEqualTo(model.size());
                assertThat(now.greatest()).isEqualTo(model.last());
            }
        }
    }

    @Test
    void summariesSayThemAsRangesAndThoseOfBeforeAsNumbers() throws JsonProcessingException {
        var applied = new AppliedSlices(1, List.of(new Range(3, 4), new Range(6, 6)));
        String written = Summary.write(Map.of("demo/orders", applied));
        assertThat(written).isEqualTo("{\"demo/orders\":{\"through\":1,\"above\":[[3,4],6]}}");
        assertThat(Summary.slices(JSON.readTree(written))).isEqualTo(Map.of("demo/orders", applied));
        assertThat(Summary.slices(JSON.readTree("{\"demo/orders\":{\"through\":1,\"above\":[3,6]}}")))
                .isEqualTo(Map.of("demo/orders", new AppliedSlices(1, List.of(new Range(3, 3), new Range(6, 6)))));
    }
}
