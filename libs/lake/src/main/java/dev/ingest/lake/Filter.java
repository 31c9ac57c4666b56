package dev.ingest.lake;

import java.util.List;

/**
 * Which rows to read. Values are given as {@link String}, {@link Long}, {@link Double}, {@link java.math.BigDecimal} or
 * {@link Boolean}; times and dates as ISO text. Nothing compares with a null: such rows match {@link IsNull} alone.
 */
public sealed interface Filter {

    record All() implements Filter {}

    record And(List<Filter> filters) implements Filter {
        public And {
            filters = List.copyOf(filters);
        }
    }

    record Compare(String column, Comparison comparison, Object value) implements Filter {}

    record In(String column, List<Object> values) implements Filter {
        public In {
            values = List.copyOf(values);
        }
    }

    record IsNull(String column) implements Filter {}

    record NotNull(String column) implements Filter {}

    /** How a column's value relates to the given one. */
    enum Comparison {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    static Filter all() {
        return new All();
    }

    static Filter and(Filter... filters) {
        return new And(List.of(filters));
    }

    static Filter equal(String column, Object value) {
        return new Compare(column, Comparison.EQUAL, value);
    }
}
