package dev.ingest.lake;

import dev.ingest.contracts.config.ColumnType;
import java.util.List;
import java.util.Random;

/** Records of flat columns, of every type that the engine writes itself; each has some of the values. */
final class FlatRecords {

    static final List<Column> COLUMNS = List.of(
            Column.required("id", ColumnType.Scalar.LONG),
            Column.optional("few", ColumnType.Scalar.STRING),
            Column.optional("many", ColumnType.Scalar.STRING),
            Column.optional("count", ColumnType.Scalar.INT),
            Column.optional("number", ColumnType.Scalar.DOUBLE),
            Column.optional("half", ColumnType.Scalar.FLOAT),
            Column.optional("small", ColumnType.parse("decimal(9,2)")),
            Column.optional("large", ColumnType.parse("decimal(18,3)")),
            Column.optional("flag", ColumnType.Scalar.BOOLEAN),
            Column.optional("bytes", ColumnType.Scalar.BINARY),
            Column.optional("at", ColumnType.Scalar.TIMESTAMPTZ),
            Column.optional("local", ColumnType.Scalar.TIMESTAMP),
            Column.optional("time", ColumnType.Scalar.TIME),
            Column.optional("day", ColumnType.Scalar.DATE),
            Column.optional("tree", ColumnType.Scalar.JSON),
            Column.optional("never", ColumnType.Scalar.STRING));

    private FlatRecords() {}

    static String one(Random random) {
        var record = new StringBuilder("{\"id\":" + (random.nextLong() >> 4 + random.nextInt(60)));
        add(record, random, "few", "\"" + "é".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(20)) + "\"");
        add(record, random, "many", "\"\\u00e9" + Long.toHexString(random.nextLong()) + "\"");
        add(record, random, "count", Integer.toString(random.nextInt()));
        add(record, random, "number", Double.toString((random.nextInt(2_000_001) - 1_000_000) / 8.0));
        add(record, random, "half", Float.toString((random.nextInt(2_001) - 1_000) / 4.0f));
        add(record, random, "small", random.nextInt(100) + ".25");
        add(record, random, "large", random.nextInt() + ".125");
        add(record, random, "flag", Boolean.toString(random.nextBoolean()));
        add(record, random, "bytes", random.nextBoolean() ? "\"\"" : "\"AQIDBAU=\"");
        add(
                record,
                random,
                "at",
                "\"2026-03-10T12:00:%02d.%03dZ\"".formatted(random.nextInt(60), random.nextInt(1000)));
        add(record, random, "local", "\"2031-03-10T12:00:%02d\"".formatted(random.nextInt(60)));
        add(record, random, "time", "\"%02d:00:00.5\"".formatted(random.nextInt(24)));
        add(record, random, "day", "\"2026-03-%02d\"".formatted(1 + random.nextInt(31)));
        add(record, random, "tree", "{\"a\":[" + random.nextInt(5) + "]}");
        return record.append('}').toString();
    }

    private static void add(StringBuilder record, Random random, String name, String value) {
        if (random.nextInt(6) != 0) {
            record.append(",\"").append(name).append("\":").append(value);
        }
    }
}
