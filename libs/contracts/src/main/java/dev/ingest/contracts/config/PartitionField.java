package dev.ingest.contracts.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a table's partitions: a column through one of Iceberg's transforms (specification, "Partition Transforms").
 *
 * @param column name of a top-level column
 */
public record PartitionField(String column, Transform transform) {

    /** What becomes of a column's value. */
    public sealed interface Transform {

        /** A transform without parameters. */
        enum Plain implements Transform {
            IDENTITY,
            YEAR,
            MONTH,
            DAY,
            HOUR;

            @Override
            public String text(String column) {
                return name().toLowerCase(Locale.ROOT) + "(" + column + ")";
            }
        }

        /** A hash of the value, modulo {@code buckets}. */
        record Bucket(int buckets) implements Transform {
            @Override
            public String text(String column) {
                return "bucket(" + buckets + ", " + column + ")";
            }
        }

        /** The first {@code width} characters or bytes of a value, or a number without its rest by {@code width}. */
        record Truncate(int width) implements Transform {
            @Override
            public String text(String column) {
                return "truncate(" + width + ", " + column + ")";
            }
        }

        /** As {@link PartitionField#parse} reads it. */
        String text(String column);
    }

    /** More would make a partition of nearly every row. */
    public static final int FIELDS_MAX = 8;

    /** More buckets than anybody has files for. */
    static final int BUCKETS_MAX = 10_000;

    private static final Pattern PLAIN = Pattern.compile("(identity|year|month|day|hour)\\((.+)\\)");
    private static final Pattern SIZED = Pattern.compile("(bucket|truncate)\\((\\d{1,9}), *(.+)\\)");

    public PartitionField {
        if (column.isBlank()) {
            throw new IllegalArgumentException("a partition field without a column");
        }
        int size =
                switch (transform) {
                    case Transform.Plain _ -> 1;
                    case Transform.Bucket(int buckets) -> buckets > BUCKETS_MAX ? 0 : buckets;
                    case Transform.Truncate(int width) -> width;
                };
        if (size < 1) {
            throw new IllegalArgumentException("partition field %s (expected: 1 to %d buckets, or a width of 1 or more)"
                    .formatted(transform.text(column), BUCKETS_MAX));
        }
    }

    /**
     * Reads {@code country}, {@code identity(country)}, {@code bucket(16, id)}, {@code truncate(4, name)},
     * {@code year(created_at)}, {@code month(…)}, {@code day(…)} or {@code hour(…)}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static PartitionField parse(String text) {
        Matcher plain = PLAIN.matcher(text);
        if (plain.matches()) {
            return new PartitionField(
                    plain.group(2), Transform.Plain.valueOf(plain.group(1).toUpperCase(Locale.ROOT)));
        }
        Matcher sized = SIZED.matcher(text);
        if (sized.matches()) {
            int size = Integer.parseInt(sized.group(2));
            return new PartitionField(
                    sized.group(3),
                    sized.group(1).equals("bucket") ? new Transform.Bucket(size) : new Transform.Truncate(size));
        }
        if (text.endsWith(")")) {
            throw new IllegalArgumentException(
                    "partition field '%s' (expected: a column, or bucket(n, column), truncate(n, column), year(column), month(column), day(column), hour(column) or identity(column))"
                            .formatted(text));
        }
        return new PartitionField(text, Transform.Plain.IDENTITY);
    }

    /**
     * Reads a table's partition fields, coarsest first.
     *
     * @throws IllegalArgumentException also for too many, and for two that say the same
     */
    public static List<PartitionField> parseAll(List<String> texts) {
        if (texts.size() > FIELDS_MAX) {
            throw new IllegalArgumentException(
                    "%d partition fields (expected: at most %d)".formatted(texts.size(), FIELDS_MAX));
        }
        List<PartitionField> fields = texts.stream().map(PartitionField::parse).toList();
        Set<Object> seen = new HashSet<>();
        for (PartitionField field : fields) {
            // Iceberg has one time field and one field of each other sort for a column
            if (!seen.add(List.of(field.column(), field.sort()))) {
                throw new IllegalArgumentException("partition field %s (expected: one of its sort for column %s)"
                        .formatted(field.text(), field.column()));
            }
        }
        return fields;
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return transform.text(column);
    }

    /**
     * Refuses a column that cannot be partitioned so.
     *
     * @param type as in {@link ColumnSpec}
     * @throws IllegalArgumentException saying what was expected
     */
    public void requireFits(String type) {
        Set<String> fit =
                switch (transform) {
                    case Transform.Plain.IDENTITY ->
                        Set.of(
                                "string",
                                "int",
                                "long",
                                "decimal",
                                "boolean",
                                "binary",
                                "date",
                                "time",
                                "timestamp",
                                "timestamptz",
                                "uuid");
                    case Transform.Plain.YEAR, Transform.Plain.MONTH, Transform.Plain.DAY ->
                        Set.of("date", "timestamp", "timestamptz");
                    case Transform.Plain.HOUR -> Set.of("timestamp", "timestamptz");
                    case Transform.Bucket _ ->
                        Set.of(
                                "string",
                                "int",
                                "long",
                                "decimal",
                                "binary",
                                "date",
                                "time",
                                "timestamp",
                                "timestamptz",
                                "uuid");
                    case Transform.Truncate _ -> Set.of("string", "int", "long", "decimal", "binary");
                };
        if (!fit.contains(type.replaceFirst("\\(.*", ""))) {
            throw new IllegalArgumentException("partition field %s of a column of type %s (expected: %s)"
                    .formatted(
                            text(),
                            type,
                            String.join(", ", fit.stream().sorted().toList())));
        }
    }

    private String sort() {
        return switch (transform) {
            case Transform.Plain.IDENTITY -> "identity";
            case Transform.Plain.YEAR, Transform.Plain.MONTH, Transform.Plain.DAY, Transform.Plain.HOUR -> "time";
            case Transform.Bucket _ -> "bucket";
            case Transform.Truncate _ -> "truncate";
        };
    }
}
