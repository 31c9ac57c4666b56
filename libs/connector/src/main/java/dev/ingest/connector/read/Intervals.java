package dev.ingest.connector.read;

import dev.ingest.connector.http.ReadException;
import dev.ingest.expression.Value;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stretches of time that have been read, and the greatest cursor seen in each. What is saved of it is one value: the
 * greatest seen in the first stretch without a gap, so that what lies behind a gap is read again.
 */
final class Intervals {
    /** Intervals in a saved state stand under this name, beside a {@code state_type}. */
    private static final String SLICES = "slices";

    private static final String TYPE = "state_type";
    private static final String RANGES = "date-range";

    /** @param seen the greatest cursor of its records; none where there were none */
    record Interval(OffsetDateTime start, OffsetDateTime end, Optional<OffsetDateTime> seen) {}

    private final CursorDates dates;
    private final Value.Dict legacy;
    private final OffsetDateTime since;
    private List<Interval> intervals;

    private Intervals(CursorDates dates, Value.Dict legacy, OffsetDateTime since, List<Interval> intervals) {
        this.dates = dates;
        this.legacy = legacy;
        this.since = since;
        this.intervals = merged(dates, intervals);
    }

    /** @param saved {@code {"<field>": value}}, or intervals; empty for nothing read before */
    static Intervals of(Value.Dict saved, CursorDates dates) {
        if (saved.at(TYPE).filter(Value.of(RANGES)::equals).isPresent()) {
            return ofRanges(saved, dates);
        }
        OffsetDateTime reached = saved.at(dates.field())
                .map(dates::saved)
                .filter(value -> !value.isBefore(dates.start()))
                .orElse(dates.start());
        Interval known = new Interval(dates.start(), reached, Optional.of(reached));
        return new Intervals(dates, saved, reached, List.of(known));
    }

    private static Intervals ofRanges(Value.Dict saved, CursorDates dates) {
        List<Interval> intervals = SavedIntervals.read(saved.at(SLICES).orElse(Value.NONE), dates);
        if (intervals.isEmpty()) {
            throw new ReadException(
                    ReadException.Kind.CONFIG,
                    "the saved cursor of " + dates.field() + " has no slices (expected one)");
        }
        OffsetDateTime since =
                intervals.getFirst().seen().orElse(intervals.getFirst().end());
        return new Intervals(dates, Value.emptyDict(), since, intervals);
    }

    /** Where client-side filters begin: what was reached before, without any lookback. */
    OffsetDateTime since() {
        return since;
    }

    List<Interval> intervals() {
        return intervals;
    }

    void add(Interval read) {
        List<Interval> all = new ArrayList<>(intervals);
        all.add(read);
        intervals = merged(dates, all);
    }

    private static List<Interval> merged(CursorDates dates, List<Interval> intervals) {
        List<Interval> merged = new ArrayList<>();
        intervals.stream()
                .sorted(Comparator.comparing(Interval::start).thenComparing(Interval::end))
                .forEach(each -> {
                    if (!merged.isEmpty() && !dates.next(merged.getLast().end()).isBefore(each.start())) {
                        merged.add(joined(merged.removeLast(), each));
                    } else {
                        merged.add(each);
                    }
                });
        return List.copyOf(merged);
    }

    private static Interval joined(Interval one, Interval other) {
        return new Interval(one.start(), later(one.end(), other.end()), later(one.seen(), other.seen()));
    }

    private static OffsetDateTime later(OffsetDateTime one, OffsetDateTime other) {
        return one.isBefore(other) ? other : one;
    }

    static Optional<OffsetDateTime> later(Optional<OffsetDateTime> one, Optional<OffsetDateTime> other) {
        return one.map(value -> other.map(more -> later(value, more)).orElse(value))
                .or(() -> other);
    }

    OffsetDateTime reached() {
        Interval first = intervals.getFirst();
        return first.seen().orElse(first.start());
    }

    /** The state to save; fields of the one it came from stay. */
    Value.Dict state() {
        Map<Value, Value> state = new LinkedHashMap<>(legacy.entries());
        state.put(Value.of(dates.field()), Value.of(dates.write(reached())));
        return new Value.Dict(state);
    }
}
