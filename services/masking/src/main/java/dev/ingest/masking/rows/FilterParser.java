package dev.ingest.masking.rows;

import static dev.ingest.contracts.error.IngestException.invalid;

import dev.ingest.lake.Column;
import dev.ingest.lake.Filter;
import dev.ingest.lake.Filter.Comparison;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads {@code column:operator:value}. The value may hold colons; the values of {@code in} are separated by commas. */
final class FilterParser {
    private static final Map<String, Comparison> COMPARISONS = Map.of(
            "eq", Comparison.EQUAL,
            "ne", Comparison.NOT_EQUAL,
            "lt", Comparison.LESS,
            "le", Comparison.LESS_OR_EQUAL,
            "gt", Comparison.GREATER,
            "ge", Comparison.GREATER_OR_EQUAL);

    private final Selection columns;
    private final RowLimits limits;

    FilterParser(Selection columns, RowLimits limits) {
        this.columns = columns;
        this.limits = limits;
    }

    Filter parse(List<String> filters) {
        if (filters.size() > limits.filtersMax()) {
            throw invalid("filter: %d filters (expected: at most %d)".formatted(filters.size(), limits.filtersMax()));
        }
        return filters.isEmpty()
                ? Filter.all()
                : new Filter.And(filters.stream().map(this::one).toList());
    }

    private Filter one(String filter) {
        String[] parts = filter.split(":", 3);
        if (parts.length < 2) {
            throw invalid("filter: '%s' (expected: column:operator:value)".formatted(filter));
        }
        Column column = columns.filterable(parts[0]);
        return parts.length == 2 ? unary(filter, column, parts[1]) : binary(filter, column, parts[1], parts[2]);
    }

    private static Filter unary(String filter, Column column, String operator) {
        return switch (operator) {
            case "isnull" -> new Filter.IsNull(column.name());
            case "notnull" -> new Filter.NotNull(column.name());
            case String other ->
                throw invalid("filter: '%s': operator '%s' without a value (expected: isnull or notnull)"
                        .formatted(filter, other));
        };
    }

    private Filter binary(String filter, Column column, String operator, String value) {
        if (operator.equals("in")) {
            String[] values = value.split(",", -1);
            if (values.length > limits.valuesMax()) {
                throw invalid("filter: column '%s': %d values (expected: at most %d)"
                        .formatted(column.name(), values.length, limits.valuesMax()));
            }
            return new Filter.In(
                    column.name(),
                    Stream.of(values).map(each -> FilterValue.of(column, each)).toList());
        }
        Comparison comparison = COMPARISONS.get(operator);
        if (comparison == null) {
            throw invalid("filter: '%s': operator '%s' with a value (expected: one of eq, ne, lt, le, gt, ge, in)"
                    .formatted(filter, operator));
        }
        return new Filter.Compare(column.name(), comparison, FilterValue.of(column, value));
    }
}
