package dev.ingest.masking.querylog;

import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.FileRows;
import dev.ingest.lake.Filter;
import dev.ingest.lake.LakeTable;
import dev.ingest.lake.RowQuery;
import dev.ingest.lake.Rows;
import dev.ingest.masking.rows.FilterValue;
import dev.ingest.masking.rows.SeenColumn;
import dev.ingest.masking.rows.Selection;
import dev.ingest.platform.mask.ColumnAccess;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest queries that match. Files are read from the one with the newest queries on, and none any more as soon as it can
 * hold nothing newer than what was found; no more is in memory than a page.
 */
public final class QueryLogReader {
    private static final int LIST_TEXT_MAX = 4_000;
    private static final int ONE_TEXT_MAX = 1_000_000;

    private final QueryLimits limits;

    public QueryLogReader(QueryLimits limits) {
        this.limits = limits;
    }

    /**
     * A page of what is looked for.
     *
     * @throws IngestException {@code INVALID_ARGUMENT} that names the parameter, {@code PERMISSION_DENIED} for a column kept from
     *     the caller
     */
    public QueryPage search(LakeTable table, ColumnAccess access, QuerySearch search) {
        var columns = new Selection(table.columns(), access);
        Optional<Place> after = search.after().map(Place::parse);
        var page = new Page(limits.queries(search.limit()), after);
        var match = new QueryMatch(columns, search);
        List<SeenColumn> seen = columns.select(Optional.empty()).stream()
                .filter(column -> !column.column().name().equals(QueryColumns.FAILURES))
                .toList();
        requireTime(columns);
        for (FileRows file : table.newestFirst(query(table, match.filter(after)), QueryColumns.TIME)) {
            Instant newest = page.newest(file);
            if (page.hasAllSince(newest)) {
                break;
            }
            if (page.lookedThrough > 0 && page.lookedThrough + file.records() > limits.recordsMax()) {
                return page.stopped(seen, newest, limits.recordsMax());
            }
            page.add(file, match);
        }
        return page.whole(seen);
    }

    /** One query with everything that was told of it; fails with {@code NOT_FOUND}. */
    public Map<String, Object> one(LakeTable table, ColumnAccess access, String id, String at) {
        var columns = new Selection(table.columns(), access);
        requireTime(columns);
        Filter filter = Filter.and(
                Filter.equal(QueryColumns.TIME, FilterValue.of("at", columns.filterable("at", QueryColumns.TIME), at)),
                Filter.equal(columns.filterable("id", QueryColumns.ID).name(), id));
        try (Rows rows = table.rows(query(table, filter))) {
            if (!rows.hasNext()) {
                throw IngestException.notFound("query", id);
            }
            return QueryColumns.view(columns.select(Optional.empty()), rows.nextByName(), ONE_TEXT_MAX);
        }
    }

    private static RowQuery query(LakeTable table, Filter filter) {
        List<String> names = table.columns().stream()
                .map(column -> column.name())
                .filter(QueryColumns.NAMES::containsKey)
                .toList();
        return new RowQuery(names, filter, Long.MAX_VALUE, OptionalLong.empty());
    }

    /** The order of a page tells the times of what is on it. */
    private static void requireTime(Selection columns) {
        var ignored = columns.filterable("timestamp", QueryColumns.TIME);
    }

    /** The newest that were found so far. */
    private static final class Page {
        private final int limit;
        private final Optional<Place> after;
        private final TreeMap<Place, Map<String, @Nullable Object>> found = new TreeMap<>(Place.NEWEST_FIRST);
        private long lookedThrough;

        /** No query is newer. */
        private Instant start = Instant.MIN;

        Page(int limit, Optional<Place> after) {
            this.limit = limit;
            this.after = after;
        }

        /** The newest that the file may add. */
        Instant newest(FileRows file) {
            Instant newest = file.newest().orElse(Instant.MAX);
            return after.map(Place::at).filter(newest::isAfter).orElse(newest);
        }

        /** Whether nothing up to that time can come before what was found. */
        boolean hasAllSince(Instant newest) {
            return found.size() > limit && found.lastKey().at().isAfter(newest);
        }

        void add(FileRows file, QueryMatch match) {
            lookedThrough += file.records();
            start = start.equals(Instant.MIN) ? newest(file) : start;
            try (Rows rows = file.read()) {
                while (rows.hasNext()) {
                    Map<String, @Nullable Object> row = rows.nextByName();
                    Place place = place(row);
                    if (after.map(last -> last.isBefore(place)).orElse(true)
                            && (found.size() <= limit || place.isBefore(found.lastKey()))
                            && match.matches(row)) {
                        found.put(place, row);
                        trim();
                    }
                }
            }
        }

        private void trim() {
            if (found.size() > limit + 1) {
                found.pollLastEntry();
            }
        }

        QueryPage whole(List<SeenColumn> seen) {
            Optional<String> next = Optional.empty();
            if (found.size() > limit) {
                found.pollLastEntry();
                next = Optional.of(found.lastKey().text());
            }
            return new QueryPage(views(seen), next, lookedThrough, Optional.empty());
        }

        /** What is certain: files that were not read may hold queries up to that time. */
        QueryPage stopped(List<SeenColumn> seen, Instant unread, long max) {
            found.keySet().removeIf(place -> !place.at().isAfter(unread));
            if (found.size() > limit) {
                return whole(seen);
            }
            if (!unread.isBefore(start)) {
                throw new IngestException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "search: more than %d records around %s (expected: a narrower search)".formatted(max, unread));
            }
            String why = "looked through %d records, back to %s (at most %d at once): go on, or name a shorter time"
                    .formatted(lookedThrough, unread, max);
            return new QueryPage(
                    views(seen),
                    Optional.of(new Place(unread, Optional.empty()).text()),
                    lookedThrough,
                    Optional.of(why));
        }

        private List<Map<String, Object>> views(List<SeenColumn> seen) {
            var views = new ArrayList<Map<String, Object>>();
            for (Map<String, @Nullable Object> row : found.values()) {
                views.add(QueryColumns.view(seen, row, LIST_TEXT_MAX));
            }
            return views;
        }

        private static Place place(Map<String, @Nullable Object> row) {
            var at = (OffsetDateTime) Objects.requireNonNull(row.get(QueryColumns.TIME));
            return new Place(
                    at.toInstant(),
                    Optional.of(Objects.requireNonNull(row.get(QueryColumns.ID)).toString()));
        }
    }
}
