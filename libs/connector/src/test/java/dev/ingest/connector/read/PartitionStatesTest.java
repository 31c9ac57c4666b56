package dev.ingest.connector.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.read.Intervals.Interval;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Many partitions: their states are bounded, and none of their records is lost when one state takes over. */
class PartitionStatesTest {
    private static final OffsetDateTime SEEN = OffsetDateTime.parse("2026-02-03T00:00:00Z");
    private static final Duration PASS = Duration.ofMillis(86_400_001);

    private final CursorDates dates = TestCursor.dates("%Y-%m-%dT%H:%M:%SZ", "PT1S");

    private static String key(String name) {
        return JsonText.canonical(Value.dict(Map.of("parent", Value.of(name), "parent_slice", Value.emptyDict())));
    }

    private void read(PartitionStates states, String key, OffsetDateTime seen) {
        Intervals intervals = Intervals.of(states.open(key), dates);
        states.saw(dates.write(seen));
        states.closed(new Interval(dates.start(), dates.end(), Optional.of(seen)), intervals);
        states.close(key, intervals);
    }

    private PartitionStates fresh(Value saved) {
        return new PartitionStates(dates, false, (Value.Dict) saved);
    }

    private static String field(Value state, String name) {
        return ((Value.Dict) state).at(name).map(Python::str).orElse("(none)");
    }

    @Test
    void upToTheLimitEveryPartitionKeepsItsState() {
        PartitionStates states = fresh(Value.emptyDict());
        for (int i = 0; i < 1000; i++) {
            read(states, key("p" + i), SEEN.plusSeconds(i));
        }
        Value state = states.end(PASS, Optional.empty());

        assertThat(field(state, "use_global_cursor")).isEqualTo("False");
        PartitionStates next = fresh(SavedState.json(JsonText.compact(state)));
        assertThat(Intervals.of(next.open(key("p7")), dates).reached()).isEqualTo(SEEN.plusSeconds(7));
        assertThat(Intervals.of(next.open(key("new")), dates).reached())
                .as("a new one begins where all are, less the time the pass took")
                .isEqualTo(SEEN.plusSeconds(999).minusSeconds(86_401));
    }

    @Test
    void beyondTheLimitOneStateStandsForAllAndTheNextPassLooksBackByThisOnesLength() {
        PartitionStates states = fresh(Value.emptyDict());
        for (int i = 0; i <= PartitionStates.MAX_PARTITIONS + 1; i++) {
            read(states, "{\"p\":" + i + "}", SEEN.plusSeconds(i % 1000));
        }
        Value state = states.end(PASS, Optional.empty());

        assertThat(field(state, "use_global_cursor")).isEqualTo("True");
        assertThat(field(state, "states")).isEqualTo("(none)");
        assertThat(field(state, "lookback_window")).isEqualTo("86401");
        assertThat(Intervals.of(fresh(state).open("{\"p\":5}"), dates).reached())
                .isEqualTo(SEEN.plusSeconds(999).minusSeconds(86_401));
    }

    @Test
    void statesThatGetTooLongGiveWayToOneForAll() {
        PartitionStates states = fresh(Value.emptyDict());
        String name = "n".repeat(10_000);
        int partitions = PartitionStates.MAX_LENGTH / 10_000 + 2;
        for (int i = 0; i < partitions; i++) {
            read(states, key(name + i), SEEN);
        }
        Value state = states.end(PASS, Optional.empty());

        assertThat(field(state, "use_global_cursor")).isEqualTo("True");
        assertThat(JsonText.compact(state)).hasSizeLessThan(200);
    }

    @Test
    void ofVeryManySavedStatesTheLastAreKept() {
        List<Value> entries = new ArrayList<>();
        int saved = PartitionStates.MAX_KEPT + 5_000;
        for (int i = 0; i < saved; i++) {
            entries.add(Value.dict(Map.of(
                    "partition",
                    Value.dict(Map.of("p", Value.of(i))),
                    "cursor",
                    Value.dict(Map.of("at", Value.of("2026-02-01T00:00:00Z"))))));
        }
        PartitionStates states = fresh(Value.dict(Map.of(
                "states", Value.list(entries), "state", Value.dict(Map.of("at", Value.of("2026-02-09T00:00:00Z"))))));

        assertThat(Intervals.of(states.open("{\"p\":" + (saved - 1) + "}"), dates)
                        .reached())
                .isEqualTo(OffsetDateTime.parse("2026-02-01T00:00:00Z"));
        assertThat(Intervals.of(states.open("{\"p\":0}"), dates).reached())
                .as("one that is left out begins where all are")
                .isEqualTo(OffsetDateTime.parse("2026-02-09T00:00:00Z"));
        assertThat(states.isGlobal()).isTrue();
    }

    @Test
    void whatAPassHasLearntGoesOnElsewhere() {
        PartitionStates states = fresh(Value.emptyDict());
        read(states, key("a"), SEEN);
        Value progress = SavedState.json(JsonText.compact(states.progress("", List.of())));
        PartitionStates resumed = fresh(Value.emptyDict());
        resumed.resume(progress);
        read(resumed, key("b"), SEEN.plusSeconds(1));
        read(states, key("b"), SEEN.plusSeconds(1));

        assertThat(resumed.end(PASS, Optional.empty())).isEqualTo(states.end(PASS, Optional.empty()));
    }

    @Test
    void aLookbackThatNoTimeReachesIsOneOfAHundredYears() {
        PartitionStates states = fresh(SavedState.json("{\"use_global_cursor\":true,\"lookback_window\":"
                + "99999999999999999999,\"state\":{\"at\":\"2026-02-03T00:00:00Z\"}}"));

        assertThat(field(states.end(PASS, Optional.empty()), "lookback_window")).isEqualTo("3155760000");
    }
}
