package dev.ingest.connector.read;

import dev.ingest.connector.manifest.DatetimeCursor;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Watches the cursor values of the records of one range: the greatest seen, and which records lie outside. */
final class CursorTracker {
    private final CursorDates dates;
    private final String field;
    private final boolean filters;
    private final boolean dataFeed;
    private final Optional<Instant> least;
    private final Instant most;
    private Optional<Instant> seen;

    /**
     * @param checkpoint the raw value reached before: filters ignore the lookback
     * @param seen the greatest value that earlier pages of this range showed
     */
    CursorTracker(DatetimeCursor cursor, CursorDates dates, Optional<String> checkpoint, Optional<String> seen) {
        this.dates = dates;
        this.field = dates.field();
        this.filters = cursor.clientSide() || cursor.dataFeed();
        this.dataFeed = cursor.dataFeed();
        this.least = filters ? Optional.of(lower(dates, checkpoint)) : Optional.empty();
        this.most = dates.end();
        this.seen = seen.flatMap(dates::read);
    }

    private static Instant lower(CursorDates dates, Optional<String> checkpoint) {
        Instant start = dates.start();
        return checkpoint
                .flatMap(dates::read)
                .filter(reached -> reached.isAfter(start))
                .orElse(start);
    }

    Optional<String> seen() {
        return seen.map(dates::write);
    }

    private Optional<Instant> cursorOf(Value.Dict record) {
        return record.at(field).filter(Python::truth).flatMap(value -> dates.read(Python.str(value)));
    }

    /** The records to give on; one without a readable cursor value is always kept. */
    List<Selection.Selected> accept(List<Selection.Selected> records) {
        return records.stream().filter(each -> accepts(each.record())).toList();
    }

    private boolean accepts(Value.Dict record) {
        Optional<Instant> cursor = cursorOf(record);
        boolean outside = filters
                && cursor.map(value -> isBeforeLeast(value) || value.isAfter(most))
                        .orElse(false);
        if (!outside) {
            cursor.filter(value -> seen.map(value::isAfter).orElse(true)).ifPresent(value -> seen = Optional.of(value));
        }
        return !outside;
    }

    private boolean isBeforeLeast(Instant value) {
        return least.map(value::isBefore).orElse(false);
    }

    /** A feed that runs backwards in time is done when a page ends before the lower bound. */
    boolean isPast(List<Selection.Selected> records) {
        return dataFeed
                && !records.isEmpty()
                && cursorOf(records.getLast().record()).map(this::isBeforeLeast).orElse(false);
    }
}
