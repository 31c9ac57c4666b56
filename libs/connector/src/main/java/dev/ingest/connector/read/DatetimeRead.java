package dev.ingest.connector.read;

import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.read.Intervals.Interval;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stream with dates and without partitions: all that was not read yet, or one slice of it. */
final class DatetimeRead implements Incremental {
    private final DatetimeCursor cursor;
    private final CursorDates dates;
    private final Intervals read;
    private final Optional<CursorRange> planned;
    private final List<Interval> closed = new ArrayList<>();

    /** @param planned the one slice to read; empty for all that is left */
    DatetimeRead(DatetimeCursor cursor, CursorDates dates, Intervals read, Optional<CursorRange> planned) {
        this.cursor = cursor;
        this.dates = dates;
        this.read = read;
        this.planned = planned;
    }

    @Override
    public boolean isDistinct() {
        return true;
    }

    @Override
    public List<CursorRange> open(Partition partition) {
        return planned.map(List::of).orElseGet(() -> CursorPlan.ranges(cursor, dates, read));
    }

    @Override
    public RangeCursor range(CursorRange range, Optional<Value> seen) {
        return new DateRange(cursor, dates, range, read.since(), value -> {}, closed::add).after(seen);
    }

    @Override
    public void close() {}

    @Override
    public Optional<Value> state(Optional<Value> parents) {
        if (planned.isEmpty() || closed.isEmpty() || !isBehindGap(closed.getFirst())) {
            closed.forEach(read::add);
            return Optional.of(read.state());
        }
        return ofLaterSlice(closed.getFirst());
    }

    private boolean isBehindGap(Interval slice) {
        return dates.next(read.intervals().getFirst().end()).isBefore(slice.start());
    }

    /**
     * A slice's state counts once those before it are in; what they have seen is not known here. So a slice without
     * records leaves the state to them, and so does one that the slice before does not reach, because its end was cut
     * off when it was written.
     */
    private Optional<Value> ofLaterSlice(Interval slice) {
        Instant before =
                dates.granularity().map(span -> span.before(slice.start())).orElse(slice.start());
        boolean reaches =
                !dates.next(dates.saved(Value.of(dates.write(before)))).isBefore(slice.start());
        return slice.seen().filter(seen -> reaches).map(seen -> read.state(later(read.reached(), seen)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    @Override
    public Value progress() {
        return SavedIntervals.write(closed, dates);
    }

    @Override
    public void resume(Value progress) {
        closed.addAll(SavedIntervals.read(progress, dates));
    }
}
