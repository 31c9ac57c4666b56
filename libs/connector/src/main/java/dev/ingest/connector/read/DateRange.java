package dev.ingest.connector.read;

import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.connector.read.Intervals.Interval;
import dev.ingest.expression.Value;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One range of a datetime cursor. */
final class DateRange implements RangeCursor {
    private final CursorDates dates;
    private final CursorRange range;
    private final boolean filters;
    private final boolean dataFeed;
    private final OffsetDateTime since;
    private final Consumer<OffsetDateTime> observer;
    private final Consumer<Interval> closing;
    private Optional<OffsetDateTime> seen = Optional.empty();
    private Optional<OffsetDateTime> told = Optional.empty();

    /**
     * @param since where filters begin
     * @param observer hears of the cursor of each record that is given on
     */
    DateRange(
            DatetimeCursor cursor,
            CursorDates dates,
            CursorRange range,
            OffsetDateTime since,
            Consumer<OffsetDateTime> observer,
            Consumer<Interval> closing) {
        this.dates = dates;
        this.range = range;
        this.filters = cursor.clientSide() || cursor.dataFeed();
        this.dataFeed = cursor.dataFeed();
        this.since = since;
        this.observer = observer;
        this.closing = closing;
    }

    /** Goes on after pages that were read before. */
    DateRange after(Optional<Value> shown) {
        seen = shown.flatMap(dates::read);
        return this;
    }

    @Override
    public List<Selected> accept(List<Selected> records) {
        return records.stream().filter(each -> accepts(dates.of(each))).toList();
    }

    private boolean accepts(Optional<OffsetDateTime> value) {
        boolean outside = filters && value.map(this::isOutside).orElse(false);
        if (!outside) {
            seen = Intervals.later(seen, value);
            value.ifPresent(this::observe);
        }
        return !outside;
    }

    /** Where texts sort as moments do, those that are not later than one before need not be written. */
    private void observe(OffsetDateTime value) {
        boolean sorts = dates.sorts() && value.getOffset().equals(ZoneOffset.UTC);
        if (!sorts || told.map(value::isAfter).orElse(true)) {
            told = sorts ? Optional.of(value) : told;
            observer.accept(value);
        }
    }

    private boolean isOutside(OffsetDateTime value) {
        return value.isBefore(since) || value.isAfter(dates.end());
    }

    /** A feed is filtered behind its paginator, which has to see where it ends. */
    @Override
    public boolean filters() {
        return filters && !dataFeed;
    }

    @Override
    public boolean admits(Value.Dict record) {
        return !dates.of(record).map(this::isOutside).orElse(false);
    }

    /** A feed runs backwards in time: a page that ends outside is the last that can hold anything new. */
    @Override
    public boolean isPast(Selected last) {
        return dataFeed && dates.of(last).map(this::isOutside).orElse(false);
    }

    @Override
    public Optional<Value> seen() {
        return seen.map(dates::write).map(Value::of);
    }

    @Override
    public void close() {
        closing.accept(new Interval(bound(range.start()), bound(range.end()), seen));
    }

    private OffsetDateTime bound(Optional<Value> text) {
        return text.map(dates::saved).orElse(dates.end());
    }
}
