package dev.ingest.masking.querylog;

import static dev.ingest.contracts.error.IngestException.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.lake.Column;
import dev.ingest.lake.Filter;
import dev.ingest.lake.Filter.Comparison;
import dev.ingest.masking.rows.FilterValue;
import dev.ingest.masking.rows.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which queries match: what files and Parquet's statistics can tell, and what only the rows can. */
final class QueryMatch {
    /** Where a text is looked for. */
    private static final List<String> TEXTS = List.of(QueryColumns.TEXT, QueryColumns.ID, QueryColumns.MESSAGE);

    private final Selection columns;
    private final QuerySearch search;
    private final List<String> texts;
    private final Optional<String> wanted;

    /** Searching on a column that the caller does not see as it is fails with {@code PERMISSION_DENIED}: hits tell its values. */
    QueryMatch(Selection columns, QuerySearch search) {
        this.columns = columns;
        this.search = search;
        this.wanted = search.text().map(text -> QueryLimits.text("text", text).toLowerCase(Locale.ROOT));
        this.texts = wanted.isEmpty() ? List.of() : TEXTS;
        texts.forEach(name -> columns.filterable("text", name));
        if (!QueryLimits.values("tag", search.tags()).isEmpty()) {
            columns.filterable("tag", QueryColumns.TAGS);
        }
    }

    /** What need not be read. */
    Filter filter(Optional<Place> after) {
        var filters = new ArrayList<Filter>();
        search.equal()
                .forEach((parameter, value) ->
                        filters.add(compare(parameter, QueryColumns.EQUAL.get(parameter), Comparison.EQUAL, value)));
        if (!QueryLimits.values("state", search.states()).isEmpty()) {
            Column state = columns.filterable("state", QueryColumns.STATE);
            filters.add(new Filter.In(
                    state.name(),
                    search.states().stream()
                            .map(each -> FilterValue.of("state", state, each))
                            .toList()));
        }
        bound("slowerThanMs", QueryColumns.DURATION, Comparison.GREATER_OR_EQUAL, search.slowerThanMs(), filters);
        bound("from", QueryColumns.TIME, Comparison.GREATER_OR_EQUAL, search.from(), filters);
        bound("to", QueryColumns.TIME, Comparison.LESS_OR_EQUAL, search.to(), filters);
        Optional<String> last = after.map(place -> place.at().toString());
        bound("after", QueryColumns.TIME, Comparison.LESS_OR_EQUAL, last, filters);
        return new Filter.And(filters);
    }

    private void bound(
            String parameter, String column, Comparison comparison, Optional<String> value, List<Filter> filters) {
        value.ifPresent(given -> filters.add(compare(parameter, column, comparison, given)));
    }

    private Filter compare(String parameter, @Nullable String name, Comparison comparison, String value) {
        if (name == null) {
            throw invalid("%s: cannot be searched for (expected: one of %s)"
                    .formatted(parameter, QueryColumns.EQUAL.keySet()));
        }
        Column column = columns.filterable(parameter, name);
        return new Filter.Compare(
                name, comparison, FilterValue.of(parameter, column, QueryLimits.text(parameter, value)));
    }

    /** Whether a row that passed the filter matches. */
    boolean matches(Map<String, @Nullable Object> row) {
        return wanted.map(text -> Stream.ofNullable(texts)
                                .flatMap(List::stream)
                                .anyMatch(name -> contains(row.get(name), text)))
                        .orElse(true)
                && (search.tags().isEmpty() || tagged(row.get(QueryColumns.TAGS)));
    }

    private static boolean contains(@Nullable Object value, String text) {
        return value instanceof String present
                && present.toLowerCase(Locale.ROOT).contains(text);
    }

    private boolean tagged(@Nullable Object tags) {
        if (!(tags instanceof String text) || !(QueryColumns.json(text) instanceof JsonNode list)) {
            return false;
        }
        var present = new ArrayList<String>();
        list.forEach(tag -> present.add(tag.asText()));
        return present.containsAll(search.tags());
    }
}
