package dev.ingest.connector.read;

import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.read.Intervals.Interval;
import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A stream with dates and partitions: each goes on from a state of its own, or all from one. */
final class PartitionedRead implements Incremental {
    private final DatetimeCursor cursor;
    private final CursorDates dates;
    private final PartitionStates states;
    private final Instant began;
    private final Supplier<Instant> clock;
    private final List<Interval> closed = new ArrayList<>();
    private Optional<Intervals> open = Optional.empty();
    private String key = "";

    /** @param began when this pass began: what changes while it lasts is read again where one state stands for all */
    PartitionedRead(
            DatetimeCursor cursor, CursorDates dates, PartitionStates states, Instant began, Supplier<Instant> clock) {
        this.cursor = cursor;
        this.dates = dates;
        this.states = states;
        this.began = began;
        this.clock = clock;
    }

    @Override
    public boolean isDistinct() {
        return true;
    }

    @Override
    public List<CursorRange> open(Partition partition) {
        key = JsonText.canonical(partition.fields());
        Intervals intervals = Intervals.of(states.open(key), dates);
        List<CursorRange> ranges = CursorPlan.ranges(cursor, dates, intervals);
        open = Optional.of(intervals);
        closed.clear();
        states.interrupted(key).forEach(each -> closed(each, intervals));
        return ranges;
    }

    private void closed(Interval range, Intervals intervals) {
        closed.add(range);
        states.closed(range, intervals);
    }

    @Override
    public RangeCursor range(CursorRange range, Optional<Value> seen) {
        Intervals intervals = open.orElseThrow();
        OffsetDateTime since =
                states.isGlobal() ? Intervals.of(states.global(), dates).since() : intervals.since();
        return new DateRange(
                        cursor,
                        dates,
                        range,
                        since,
                        value -> states.saw(dates.write(value)),
                        interval -> closed(interval, intervals))
                .after(seen);
    }

    @Override
    public void close() {
        open.ifPresent(intervals -> states.close(key, intervals));
        open = Optional.empty();
    }

    @Override
    public Optional<Value> state(Optional<Value> parents) {
        Duration pass = Duration.between(began, clock.get());
        return Optional.of(states.end(pass, parents));
    }

    @Override
    public Value progress() {
        return states.progress(key, open.map(intervals -> closed).orElse(List.of()));
    }

    @Override
    public void resume(Value progress) {
        states.resume(progress);
    }
}
