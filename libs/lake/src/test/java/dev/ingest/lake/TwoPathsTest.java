package dev.ingest.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.encode.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast path gives what the general path gives: the same rows, rejections and reasons. */
class TwoPathsTest {

    private static final long SEED = 20261121;
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 30_000);

    private static final List<Column> COLUMNS = List.of(
            Column.required("id", ColumnType.Scalar.LONG),
            Column.optional("s", ColumnType.Scalar.STRING),
            Column.optional("d", ColumnType.Scalar.DOUBLE),
            Column.optional("n", ColumnType.parse("decimal(10,2)")),
            Column.optional("m", ColumnType.parse("decimal(2,2)")),
            Column.optional("wide", ColumnType.parse("decimal(38,4)")),
            Column.optional("b", ColumnType.Scalar.BOOLEAN),
            Column.optional("x", ColumnType.Scalar.BINARY),
            Column.optional("z", ColumnType.Scalar.TIMESTAMPTZ),
            Column.optional("t", ColumnType.Scalar.TIMESTAMP),
            Column.optional("y", ColumnType.Scalar.DATE),
            Column.optional("j", ColumnType.Scalar.JSON),
            Column.optional("i", ColumnType.Scalar.INT),
            Column.optional("f", ColumnType.Scalar.FLOAT),
            Column.optional("c", ColumnType.Scalar.TIME),
            Column.optional("u", ColumnType.Scalar.UUID),
            Column.optional("v", ColumnType.Scalar.VARIANT),
            Column.optional("r", ColumnType.parse("struct<a: int, s: string, l: list<decimal(3,1)>>")),
            Column.optional("l", ColumnType.parse("list<double>")),
            Column.optional("p", ColumnType.parse("map<string, int>")),
            Column.optional("longer than eight bytes", ColumnType.Scalar.STRING),
            Column.optional("ü", ColumnType.Scalar.STRING),
            Column.optional("quo\"te", ColumnType.Scalar.STRING));

    /** Values as they come and as they do not; every column meets every one of them. */
    private static final List<String> VALUES = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "12",
            "007",
            "1.0",
            "1.5",
            "-1.50",
            "0.1",
            "0.125",
            "1e2",
            "1E-2",
            "1e400",
            "1e-400",
            "-0.0",
            "0.0",
            "1e0",
            "123456789012345678",
            "1234567890123456789",
            "-9223372036854775808",
            "9223372036854775808",
            "99999999.99",
            "100000000.00",
            "0.123",
            "0.30000000000000004",
            "5e-324",
            "1.7976931348623157e308",
            "2.2250738585072014E-308",
            "123456789012345.678",
            "9007199254740993",
            "1e22",
            "1e23",
            "3.0e22",
            "1e1001",
            "1e-1001",
            "12.",
            ".5",
            "+1",
            "1e",
            "1e+",
            "--1",
            "0x10",
            "NaN",
            "Infinity",
            "true",
            "false",
            "null",
            "tru",
            "nulll",
            "TRUE",
            "\"\"",
            "\"a\"",
            "\"12\"",
            "\"12.30\"",
            "\"-0.5\"",
            "\"1e2\"",
            "\" 1\"",
            "\"007\"",
            "\"+7\"",
            "\"AQID\"",
            "\"AQI\"",
            "\"AQI=\"",
            "\"A\"",
            "\"***\"",
            "\"\\u0041QID\"",
            "\"true\"",
            "\"tab\\tquote\\\" \\\\ \\/ \\b\\f\\n\\r\"",
            "\"\\u00e9\\u20ac\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ude00\\ud83d\"",
            "\"\\ud83dx\"",
            "\"\\u12\"",
            "\"\\x\"",
            "\"\\u0000\"",
            "\"é€😀\"",
            "\"raw\ttab\"",
            "\"unended",
            "\"2026-03-10\"",
            "\"2026-02-29\"",
            "\"2024-02-29\"",
            "\"2100-02-29\"",
            "\"2000-02-29\"",
            "\"2026-13-01\"",
            "\"2026-1-1\"",
            "\"1969-12-31\"",
            "\"1970-01-01\"",
            "\"2200-01-01\"",
            "\"0000-00-00\"",
            "\"2026-03-10T12:00:00\"",
            "\"2026-03-10 12:00:00\"",
            "\"2026-03-10T12:00\"",
            "\"2026-03-10T12:00:00Z\"",
            "\"2026-03-10T12:00:00z\"",
            "\"2026-03-10t12:00:00Z\"",
            "\"2026-03-10T12:00:00.1Z\"",
            "\"2026-03-10T12:00:00.123456Z\"",
            "\"2026-03-10T12:00:00.123456789Z\"",
            "\"2026-03-10T12:00:00.1234567890Z\"",
            "\"2026-03-10T12:00:00.Z\"",
            "\"2026-03-10T12:00:00+02:00\"",
            "\"2026-03-10T12:00:00+0200\"",
            "\"2026-03-10T12:00:00-02\"",
            "\"2026-03-10T12:00:00+18:00\"",
            "\"2026-03-10T12:00:00+17:59\"",
            "\"2026-03-10T12:00:00-19:00\"",
            "\"2026-03-10T24:00:00Z\"",
            "\"2026-03-10T23:59:60Z\"",
            "\"2026-03-10T12:00:00+02:60\"",
            "\"1969-12-31T23:59:59.9999999Z\"",
            "\"2026-03-10T12:00:00.123456\"",
            "\"2026-03-10X12:00:00\"",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "16777217",
            "3.4028235e38",
            "3.5e38",
            "1.4e-45",
            "1e-46",
            "0.1000000015",
            "\"12:00:00\"",
            "\"12:00\"",
            "\"23:59:59.9999999\"",
            "\"24:00:00\"",
            "\"12:00:00.\"",
            "\"12:00:00Z\"",
            "\"12:00:00.1234567890\"",
            "\"123e4567-E89b-12d3-a456-426614174000\"",
            "\"1-1-1-1-1\"",
            "{\"a\":2147483648,\"l\":[1.5,100.5,null]}",
            "{\"a\":null,\"S\":\"x\",\"l\":null,\"new\":{\"deep\":1}}",
            "{\"a\":\"x\"}",
            "{\"\":1}",
            "{\"a\":1,\"a\":2}",
            "{\"l\":[[]]}",
            "[1.5, null, 2]",
            "[1,\"x\"]",
            "{\"\\ud83d\":1}",
            "{\"big\":12345678901234567890123456789012345678901234567890,\"e\":1.5e3,\"d\":1.50}",
            "{}",
            "[]",
            "{\"a\":1}",
            "{\"a\":{\"b\":[1,{}]}}",
            "[1, \"two\", null, true, {\"x\" : [ ] } ]",
            "[1,]",
            "{\"a\":}",
            "{\"a\"}",
            "{a:1}",
            "[1 2]",
            "[\"\\ud83d\"]",
            "[{]}",
            "{\"a\":[}",
            "[",
            "{\"x\":\"\\q\"}",
            "[01]",
            "[\"\\u0000\"]",
            "{ \"a\" : 1 , \"a\" : 2 }",
            "[[[[[[]]]]]]");

    private static final List<String> NAMES = List.of(
            "id",
            "s",
            "d",
            "n",
            "m",
            "wide",
            "b",
            "x",
            "z",
            "t",
            "y",
            "j",
            "longer than eight bytes",
            "ü",
            "ID",
            "S",
            "quo\\\"te",
            "\\u0073",
            "new",
            "ÜBER",
            "ü",
            "_file",
            "",
            " ",
            "a.b",
            "sé",
            "i",
            "idd",
            "f",
            "c",
            "u",
            "v",
            "r",
            "l",
            "p");

    private final Layout append = layout(MergeMode.APPEND, List.of());
    private final Layout upsert = layout(MergeMode.UPSERT, List.of("id"));

    @Test
    void everyValueInEveryColumn() {
        for (Column column : COLUMNS) {
            for (String value : VALUES) {
                String name = column.name().replace("\"", "\\\"");
                requireSame(append, Op.APPEND, "{\"id\":1,\"" + name + "\":" + value + "}");
                requireSame(append, Op.APPEND, "{\"" + name + "\":" + value + ",\"id\":1}");
                requireSame(append, Op.APPEND, " { \"id\" : 1 , \"" + name + "\" : " + value + " } \r");
                requireSame(upsert, Op.DELETE, "{\"id\":1,\"" + name + "\":" + value + ",\"stray\":" + value + "}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\r",
                "{}",
                "{",
                "}",
                "[]",
                "1",
                "null",
                "{\"id\":1}x",
                "{\"id\":1} {}",
                "{\"id\":1,}",
                "{,\"id\":1}",
                "{\"id\" 1}",
                "{\"id\":1 \"s\":2}",
                "{\"id\":1,\"id\":2}",
                "{\"id\":1,\"id\":null}",
                "{\"id\":null,\"id\":1}",
                "{\"id\":1,\"ID\":2}",
                "{\"id\":null}",
                "{\"s\":\"x\"}",
                "{\"id\":1,\"unknown\":null}",
                "{\"id\":1,\"unknown\":2}",
                "{\"id\":1,\"ünknown\":null}",
                "{\"id\":1,\"\":null}",
                "{\"id\":1,\"\":1}",
                "{\"id\":1,\"quo\"te\":\"x\"}",
                "{\"id\":1,\"quo\\\"te\":\"x\"}",
                "{\"id\":1,\"_file\":1}",
                "{\"id\":1,\"s\":\"a\nb\"}",
                "\uFEFF{\"id\":1}",
                "{\"id\":1}\u0000",
                "{\u0000\"id\":1}",
                "{\"id\":1,\"s\":\"ends here",
                "{\"id\":1,\"s\":\"ends here\\",
                "{\"id\":1,\"s",
                "{\"id\":1,\"j\":[1,2",
                "{'id':1}",
                "{\"id\":1}//",
                "/**/{\"id\":1}",
            })
    void oddRecords(String record) {
        requireSame(append, Op.APPEND, record);
        requireSame(upsert, Op.UPSERT, record);
        requireSame(upsert, Op.DELETE, record);
        requireSame(append, Op.DELETE, record);
        requireSame(append, Op.APPEND, "{\"id\":7}\n" + record + "\n{\"id\":8}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C0 80",
                "C1 BF",
                "E0 80 80",
                "E0 9F BF",
                "ED A0 80",
                "ED BF BF",
                "F0 80 80 80",
                "F0 8F BF BF",
                "F4 90 80 80",
                "F5 80 80 80",
                "FF",
                "80",
                "C3",
                "E2 82",
                "F0 9F 98",
                "C3 28",
                "E2 28 A1",
                "F0 28 8C BC"
            })
    void bytesThatAreNoUtf8AreRejectedWhereverTheyStand(String hex) {
        byte[] bad = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
        for (String record :
                List.of("{\"id\":1,\"s\":\"^\"}", "{\"id\":1,\"j\":[\"^\"]}", "{\"id\":1,\"^\":null}", "{\"id\":1}^")) {
            int at = record.indexOf('^');
            byte[] bytes = replaced(record, at, bad);
            Decoder.Decoded decoded = requireSame(append, Op.APPEND, bytes);
            assertThat(decoded.rejections()).extracting(Rejection::reason).containsExactly("not UTF-8 at byte " + at);
        }
    }

    @Test
    void depthIsLimited() {
        for (int depth : List.of(1, 62, 63, 64, 65, 498, 499, 500, 501, 1_000)) {
            String record = "{\"id\":1,\"j\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
            Decoder.Decoded decoded = requireSame(append, Op.APPEND, record);
            assertThat(decoded.rejections()).hasSize(depth + 1 > Decoder.DEPTH_MAX ? 1 : 0);
        }
    }

    @Test
    void usualRecordsTakeTheFastPath() {
        String record = """
                {"id":1,"s":"a \\"b\\" é","d":1.5,"n":12.30,"b":true,"x":"AQID","z":"2026-03-10T12:00:00.5+02:00",\
                "t":"2026-03-10T12:00:00","y":"2026-03-10","j":{"a":[1,2]},"unknown":null}
                """;

        Decoder.Decoded decoded = requireSame(append, Op.APPEND, record.repeat(3) + "{\"ID\":2,\"S\":1}\n\n");

        assertThat(decoded.rows()).hasSize(4);
        assertThat(decoded.general()).isZero();
    }

    @Test
    void arbitraryRecords() {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] record = record(random).getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0; i > 0; i--) {
                record[random.nextInt(record.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt() : "\"\\{}[],:0e-. \nnu".charAt(random.nextInt(16)));
            }
            Layout layout = random.nextBoolean() ? append : upsert;
            requireSame(layout, random.nextInt(5) == 0 ? Op.DELETE : Op.UPSERT, record);
        }
    }

    private static String record(Random random) {
        var record = new StringBuilder();
        for (int records = 1 + random.nextInt(3); records > 0; records--) {
            record.append("{\"id\":").append(random.nextLong());
            for (int fields = random.nextInt(6); fields > 0; fields--) {
                record.append(random.nextInt(9) == 0 ? " ,\t" : ",")
                        .append('"')
                        .append(NAMES.get(random.nextInt(NAMES.size())))
                        .append(random.nextInt(9) == 0 ? "\" : " : "\":")
                        .append(value(random));
            }
            record.append("}\n");
        }
        return record.toString();
    }

    private static String value(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 1 -> Double.toString(random.nextInt(1_000_000) / 1000.0);
            case 2 -> "\"" + java.time.Instant.ofEpochMilli(random.nextLong() >> 21) + "\"";
            case 3 -> Long.toString(random.nextLong() >> random.nextInt(64));
            default -> VALUES.get(random.nextInt(VALUES.size()));
        };
    }

    private static Decoder.Decoded requireSame(Layout layout, Op op, String records) {
        return requireSame(layout, op, records.getBytes(StandardCharsets.UTF_8));
    }

    private static Decoder.Decoded requireSame(Layout layout, Op op, byte[] records) {
        var batch = new Batch(List.of(new Message(new Position("T", 0, 7), op, records)));
        Decoder.Decoded fast = Decoder.decode(layout, batch, true);
        Decoder.Decoded general = Decoder.decode(layout, batch, false);
        assertThat(told(fast))
                .as(() -> new String(records, StandardCharsets.UTF_8))
                .isEqualTo(told(general));
        assertThat(general.general()).isEqualTo(general.records());
        return fast;
    }

    /** Objects without equality of their own as text. */
    private static Object comparable(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case Row.OfValues struct ->
                java.util.Arrays.stream(struct.values())
                        .map(TwoPathsTest::comparable)
                        .toList();
            case List<?> list -> list.stream().map(TwoPathsTest::comparable).toList();
            case org.apache.iceberg.variants.Variant variant -> VariantText.of(variant);
            case null, default -> Optional.ofNullable(value);
        };
    }

    private static List<Object> told(Decoder.Decoded decoded) {
        var told = new ArrayList<>();
        told.add(decoded.records());
        for (Row row : decoded.rows()) {
            told.add(row.delete());
            for (int column = 0; column < COLUMNS.size(); column++) {
                told.add(comparable(row.get(column, Object.class)));
            }
        }
        for (Rejection rejection : decoded.rejections()) {
            told.addAll(List.of(rejection.id(), rejection.index(), rejection.reason(), hex(rejection.record())));
        }
        told.addAll(decoded.growth().columns());
        told.add(decoded.growth().widened());
        return told;
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private static byte[] replaced(String text, int at, byte[] bytes) {
        var all = new java.io.ByteArrayOutputStream();
        all.writeBytes(text.substring(0, at).getBytes(StandardCharsets.UTF_8));
        all.writeBytes(bytes);
        all.writeBytes(text.substring(at + 1).getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }

    private static Layout layout(MergeMode mode, List<String> key) {
        TableId id = new TableId("t", "t");
        TableSpec spec = mode == MergeMode.UPSERT
                ? TableSpec.upsert(id, COLUMNS, key, Optional.empty())
                : TableSpec.append(id, COLUMNS);
        return new Layout(Types.schema(spec), spec.key(), Optional.empty());
    }
}
