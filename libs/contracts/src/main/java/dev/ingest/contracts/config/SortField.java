package dev.ingest.contracts.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of the order of a table's rows within its files. Nulls are the least.
 *
 * @param column name of a top-level column
 */
public record SortField(String column, boolean descending) {

    public static final int FIELDS_MAX = 8;

    private static final Pattern FIELD = Pattern.compile("(.+?)(?: +(asc|desc))?");

    public SortField {
        if (column.isBlank()) {
            throw new IllegalArgumentException("a sort field without a column");
        }
    }

    /** Reads {@code created_at}, {@code created_at asc} or {@code created_at desc}. */
    public static SortField parse(String text) {
        Matcher field = FIELD.matcher(text);
        if (!field.matches()) {
            throw new IllegalArgumentException(
                    "sort field '%s' (expected: a column, asc or desc behind it)".formatted(text));
        }
        return new SortField(field.group(1), "desc".equals(field.group(2)));
    }

    /**
     * Reads a table's order.
     *
     * @throws IllegalArgumentException also for too many, and for a column that is there twice
     */
    public static List<SortField> parseAll(List<String> texts) {
        if (texts.size() > FIELDS_MAX) {
            throw new IllegalArgumentException(
                    "%d sort fields (expected: at most %d)".formatted(texts.size(), FIELDS_MAX));
        }
        List<SortField> fields = texts.stream().map(SortField::parse).toList();
        Set<String> seen = new HashSet<>();
        for (SortField field : fields) {
            if (!seen.add(field.column())) {
                throw new IllegalArgumentException("sort field %s is there twice".formatted(field.column()));
            }
        }
        return fields;
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return column + (descending ? " desc" : " asc");
    }

    /**
     * Refuses a column whose values have no order.
     *
     * @param type as in {@link ColumnSpec}
     * @throws IllegalArgumentException saying what was expected
     */
    public void requireFits(String type) {
        if (type.contains("<") || type.equals("json") || type.equals("variant")) {
            throw new IllegalArgumentException(
                    "sort field %s of a column of type %s (expected: a type with an order)".formatted(column, type));
        }
    }
}
