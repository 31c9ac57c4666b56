package dev.ingest.connector.read;

import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.read.Intervals.Interval;
import dev.ingest.expression.Value;
import java.time.OffsetDateTime;
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
        List<Interval> before = planned.map(slice -> before(slice)).orElse(List.of());
        boolean shows = closed.stream().anyMatch(each -> each.seen().isPresent());
        before.forEach(read::add);
        closed.forEach(read::add);
        return before.isEmpty() || shows && isReached() ? Optional.of(read.state()) : Optional.empty();
    }

    /**
     * The slices before a planned one. Its state counts once they are in, so they are taken as read; what they have seen
     * is not known here, so a slice without records leaves the state to them.
     */
    private List<Interval> before(CursorRange slice) {
        OffsetDateTime start = slice.start().map(dates::saved).orElse(dates.start());
        return CursorPlan.ranges(cursor, dates, read).stream()
                .map(range -> new Interval(bound(range.start()), bound(range.end()), Optional.empty()))
                .filter(range -> range.start().isBefore(start))
                .toList();
    }

    private OffsetDateTime bound(Optional<Value> text) {
        return text.map(dates::saved).orElse(dates.end());
    }

    /** A slice behind a gap does not move the state, also where the gap is only in what the format can say. */
    private boolean isReached() {
        return !read.intervals().getFirst().end().isBefore(closed.getFirst().start());
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
