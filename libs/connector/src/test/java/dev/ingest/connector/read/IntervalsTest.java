package dev.ingest.connector.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.read.Intervals.Interval;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever the order in which ranges are read, the state is the greatest cursor before the first gap. */
class IntervalsTest {
    private static final int SEEDS = 500;
    private static final int LAST = 60;

    private static OffsetDateTime second(int number) {
        return OffsetDateTime.parse("2026-01-01T00:00:00Z").plus(Duration.ofSeconds(number));
    }

    private static Value.Dict none() {
        return Value.emptyDict();
    }

    /** Seconds that were read, and the greatest cursor seen, as plain sets. */
    private record Model(TreeSet<Integer> read, TreeSet<Integer> seen) {
        int reached() {
            int end = 0;
            while (read.contains(end + 1)) {
                end++;
            }
            Integer greatest = seen.floor(end);
            return greatest == null ? 0 : greatest;
        }
    }

    @Test
    void theStateIsTheGreatestSeenBeforeTheFirstGapInEveryOrder() {
        CursorDates dates = TestCursor.dates("%Y-%m-%dT%H:%M:%SZ", "PT1S");
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Model model = new Model(new TreeSet<>(List.of(0)), new TreeSet<>(List.of(0)));
            List<Interval> ranges = ranges(random, model);
            Collections.shuffle(ranges, random);
            Intervals intervals = Intervals.of(none(), dates);
            ranges.forEach(intervals::add);

            assertThat(intervals.reached()).as("seed " + seed).isEqualTo(second(model.reached()));
        }
    }

    private static List<Interval> ranges(Random random, Model model) {
        List<Interval> ranges = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int start = random.nextInt(LAST);
            int end = start + random.nextInt(9);
            boolean shows = random.nextBoolean();
            int seen = start + random.nextInt(end - start + 1);
            for (int at = start; at <= end; at++) {
                model.read().add(at);
            }
            if (shows) {
                model.seen().add(seen);
            }
            ranges.add(new Interval(second(start), second(end), shows ? Optional.of(second(seen)) : Optional.empty()));
        }
        return ranges;
    }

    @Test
    void whatIsLeftToReadIsWhatWasNotRead() {
        CursorDates dates = TestCursor.dates("%Y-%m-%dT%H:%M:%SZ", "PT1S");
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Model model = new Model(new TreeSet<>(List.of(0)), new TreeSet<>(List.of(0)));
            Intervals intervals = Intervals.of(none(), dates);
            ranges(random, model).forEach(intervals::add);
            List<CursorRange> left =
                    CursorPlan.ranges(TestCursor.cursor("%Y-%m-%dT%H:%M:%SZ", "PT1S"), dates, intervals);
            left.forEach(range -> intervals.add(new Interval(
                    dates.saved(range.start().orElseThrow()),
                    dates.saved(range.end().orElseThrow()),
                    Optional.empty())));

            assertThat(intervals.intervals()).as("seed " + seed).hasSize(1);
            assertThat(intervals.intervals().getFirst().end())
                    .as("seed " + seed)
                    .isEqualTo(dates.end());
        }
    }

    @Test
    void aStateWithOtherFieldsKeepsThem() {
        CursorDates dates = TestCursor.dates("%Y-%m-%d", "P1D");
        Value.Dict saved = Value.dict(Map.of("at", Value.of("2026-02-01"), "more", Value.of(1)));

        assertThat(Intervals.of(saved, dates).state()).isEqualTo(saved);
    }
}
