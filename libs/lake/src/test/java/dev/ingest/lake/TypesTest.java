package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.compacted;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.slice;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import dev.ingest.lake.index.KeyIndex;
import dev.ingest.lake.upkeep.UpkeepStep;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types beyond those that JSON tells, values within values, and columns that become wider. */
class TypesTest {

    private static final String NESTED =
            "struct<name: string, at: timestamptz, tags: list<string>, more: struct<n: int, f: float, `odd name`: json>>";

    private final MemoryCatalog catalog =
            new MemoryCatalog(new MemoryFiles(), "memory://warehouse", KeyIndex.none(), CopyOnWrite.NEVER);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int|-2147483648|-2147483648",
                "float|0.1|0.1",
                "float|16777217|1.6777216E7",
                "double|0.1|0.1",
                "decimal(38,4)|\"1234567890123456789012345678901234.5\"|1234567890123456789012345678901234.5000",
                "time|\"12:30:00.123456\"|12:30:00.123456",
                "date|\"2024-02-29\"|2024-02-29",
                "uuid|\"123E4567-e89b-12d3-a456-426614174000\"|123e4567-e89b-12d3-a456-426614174000",
                "list<int>|[1,null,3]|[1, null, 3]",
                "list<int>|[]|[]",
                "list<list<date>>|[[\"2026-01-01\"],[],null]|[[2026-01-01], [], null]",
                "map<string, decimal(5,2)>|{\"a\":1,\"\":null,\"é\":\"2.50\"}|{a=1.00, =null, é=2.50}",
                "map<string, int>|{\"a\":1,\"a\":2}|{a=2}",
                "struct<a: int, b: string>|{\"B\":\"x\",\"a\":null}|{a=null, b=x}",
                "struct<a: struct<b: list<struct<c: uuid>>>>|{\"a\":{\"b\":[{\"c\":null},{}]}}|{a={b=[{c=null}, {c=null}]}}",
                "struct<j: json, s: string>|{\"j\":{\"a\" : [1]},\"s\":{\"a\" : 1}}|{j={\"a\" : [1]}, s={\"a\" : 1}}",
                "variant|{\"b\":[1,2.50,\"x\",null,true,{}],\"a\":{\"é\":-1}}|{\"a\":{\"é\":-1},\"b\":[1,2.50,\"x\",null,true,{}]}",
                "variant|\"text\"|\"text\"",
                "variant|9223372036854775807|9223372036854775807",
                "variant|123456789012345678901234567890|123456789012345678901234567890",
                "variant|1e3|1000.0",
                "variant|[]|[]",
                "list<variant>|[1,{\"a\":2}]|[1, {\"a\":2}]",
                "struct<v: variant>|{\"v\":{\"x\":1}}|{v={\"x\":1}}",
            })
    void valueIsReadBackAsWritten(String type, String json, String value) {
        LakeTable table = catalog.table(spec(Column.optional("x", ColumnType.parse(type))));
        push(table, upsert(0, "{\"id\":1,\"x\":" + json + "}", "{\"id\":2,\"x\":null}", "{\"id\":3}"));

        assertThat(text(table, "x")).containsExactly("1 " + value, "2 null", "3 null");
        assertThat(catalog.table(spec(Column.optional("x", ColumnType.parse(type))))
                        .columns()
                        .getLast()
                        .type()
                        .text())
                .isEqualTo(type);
        push(table, upsert(1, "{\"id\":2,\"x\":" + json + "}"));
        push(table, upsert(2, "{\"id\":1,\"x\":null}"));
        compact(table);
        assertThat(text(table, "x")).containsExactly("1 null", "2 " + value, "3 null");
    }

    @Test
    void valuesHaveTheirTypes() {
        LakeTable table = catalog.table(spec(
                column("i", "int"),
                column("f", "float"),
                column("u", "uuid"),
                column("t", "time"),
                column("r", "struct<d: date, z: timestamptz, x: binary, n: decimal(20,1)>")));
        push(
                table,
                upsert(
                        0,
                        "{\"id\":1,\"i\":7,\"f\":0.5,\"u\":\"123e4567-e89b-12d3-a456-426614174000\",\"t\":\"01:02:03\",\"r\":"
                                + "{\"d\":\"2026-01-01\",\"z\":\"2026-01-01T12:00:00+02:00\",\"x\":\"AQID\",\"n\":\"3.5\"}}"));
        try (Rows rows = table.rows(RowQuery.all())) {
            Map<String, @Nullable Object> row = rows.nextByName();
            assertThat(row)
                    .containsEntry("i", 7)
                    .containsEntry("f", 0.5f)
                    .containsEntry("u", UUID.fromString("123e4567-e89b-12d3-a456-426614174000"))
                    .containsEntry("t", LocalTime.of(1, 2, 3));
            Map<String, Object> struct = new LinkedHashMap<>();
            struct.put("d", LocalDate.of(2026, 1, 1));
            struct.put("z", OffsetDateTime.parse("2026-01-01T10:00:00Z"));
            struct.put("x", ByteBuffer.wrap(new byte[] {1, 2, 3}));
            struct.put("n", new BigDecimal("3.5"));
            assertThat(row).containsEntry("r", struct);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void nestedRowsAreMergedStagedAndCompactedLikeOthers(int formatVersion) {
        LakeTable table = catalog.table(spec(column("x", NESTED)).withFormatVersion(formatVersion));
        push(table, upsert(0, nested(1, 1), nested(2, 1), nested(3, 1)));
        push(table, upsert(1, nested(1, 2)), message(2, Op.DELETE, "{\"id\":2,\"x\":{\"stray\":1}}"));
        table.stage(slice(1, 'A'), batch(upsert(100, nested(3, 3), nested(4, 3), nested(3, 4))), NONE_REJECTED);
        table.publish(slice(1, 'A'), new Expected(1, 3), Optional.empty(), Offsets.none());
        List<String> expected = Stream.of(List.of(1, 2), List.of(3, 4), List.of(4, 3))
                .map(row ->
                        "%d {name=n%2$d, at=2026-01-01T10:0%2$dZ, tags=[a, null], more={n=%2$d, f=0.5, odd name={\"k\":%2$d}}}"
                                .formatted(row.get(0), row.get(1)))
                .toList();

        assertThat(text(table, "x")).isEqualTo(expected);
        compact(table);
        assertThat(text(table, "x")).isEqualTo(expected);
    }

    private static String nested(long id, int n) {
        return ("{\"id\":%d,\"x\":{\"name\":\"n%2$d\",\"at\":\"2026-01-01T10:0%2$d:00Z\",\"tags\":[\"a\",null],"
                        + "\"more\":{\"n\":%2$d,\"f\":0.5,\"odd name\":{\"k\":%2$d}}}}")
                .formatted(id, n);
    }

    @Test
    void historyOfNestedVersions() {
        TableSpec spec = TableSpec.history(
                Given.ORDERS,
                List.of(column("id", "long"), column("at", "int"), column("x", NESTED)),
                List.of("id"),
                "at");
        LakeTable table = catalog.table(spec);
        push(table, upsert(0, "{\"id\":1,\"at\":1,\"x\":{\"tags\":[\"a\"]}}"));
        push(table, upsert(1, "{\"id\":1,\"at\":3000000000,\"x\":{\"more\":{\"n\":4000000000}}}"));

        assertThat(table.columns())
                .contains(
                        Column.required("at", ColumnType.Scalar.LONG),
                        Column.required("_valid_from", ColumnType.Scalar.LONG),
                        Column.optional("_valid_to", ColumnType.Scalar.LONG));
        assertThat(text(table, "_valid_from", "_valid_to", "x"))
                .containsExactlyInAnyOrder(
                        "1 1 3000000000 {name=null, at=null, tags=[a], more=null}",
                        "1 3000000000 null {name=null, at=null, tags=null, more={n=4000000000, f=null, odd name=null}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int|7|2147483648|long|7|2147483648",
                "float|0.5|1e39|double|0.5|1.0E39",
                "float|0.5|1e-50|double|0.5|1.0E-50",
                "decimal(3,1)|99.9|-123456.7|decimal(7,1)|99.9|-123456.7",
                "decimal(18,2)|1.5|12345678901234567890.12|decimal(22,2)|1.50|12345678901234567890.12",
                "list<int>|[1]|[1,3000000000]|list<long>|[1]|[1, 3000000000]",
                "map<string, float>|{\"a\":1}|{\"a\":1e300}|map<string, double>|{a=1.0}|{a=1.0E300}",
                "struct<a: decimal(2,1)>|{\"a\":1.5}|{\"a\":100}|struct<a: decimal(4,1)>|{a=1.5}|{a=100.0}",
                "struct<l: list<struct<n: int>>>|{\"l\":[{\"n\":1}]}|{\"l\":[{\"n\":-3000000000}]}|struct<l: list<struct<n: long>>>|{l=[{n=1}]}|{l=[{n=-3000000000}]}",
            })
    void columnThatIsTooNarrowBecomesWider(
            String type, String first, String second, String wider, String one, String other) {
        TableSpec spec = spec(Column.optional("x", ColumnType.parse(type)));
        LakeTable table = catalog.table(spec);
        push(table, upsert(0, "{\"id\":1,\"x\":" + first + "}"));
        push(table, upsert(1, "{\"id\":2,\"x\":" + second + "}", "{\"id\":3,\"x\":" + first + "}"));

        // the narrower declaration does not take it back
        LakeTable again = catalog.table(spec);
        assertThat(again.columns().getLast().type().text()).isEqualTo(wider);
        assertThat(text(again, "x")).containsExactly("1 " + one, "2 " + other, "3 " + one);
        push(again, upsert(2, "{\"id\":1,\"x\":" + second + "}"));
        compact(again);
        assertThat(text(again, "x")).containsExactly("1 " + other, "2 " + other, "3 " + one);
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemaPolicy.class,
            names = {"FREEZE", "DISCARD_VALUE", "DISCARD_RECORD"})
    void columnStaysNarrowWhereTheSchemaStays(SchemaPolicy policy) {
        var rejected = new ArrayList<Rejection>();
        LakeTable table = catalog.table(
                spec(column("x", "int"), column("r", "struct<a: decimal(2,1)>")).with(policy));
        table.push(
                batch(upsert(0, "{\"id\":1,\"x\":3000000000}", "{\"id\":2,\"r\":{\"a\":100}}", "{\"id\":3,\"x\":1}")),
                upTo(0),
                rejected::addAll);

        assertThat(rejected)
                .extracting(Rejection::reason)
                .containsExactly(
                        "column x (int) cannot hold this number", "column r.a (decimal(2, 1)) cannot hold this number");
        assertThat(text(table, "x")).containsExactly("3 1");
    }

    @Test
    void keyAndPartitionBecomeWider() {
        for (List<String> partition : List.of(List.of("id"), List.of("bucket(3, id)"), List.of("truncate(2, id)"))) {
            TableSpec spec = TableSpec.upsert(
                            new TableId("t", "by" + partition.getFirst().replaceAll("[^a-z]", "")),
                            List.of(column("id", "int"), column("x", "string")),
                            List.of("id"),
                            Optional.empty())
                    .with(Arrangement.parse(Optional.of(partition), Optional.empty()));
            LakeTable table = catalog.table(spec);
            push(table, upsert(0, "{\"id\":1,\"x\":\"a\"}", "{\"id\":2,\"x\":\"a\"}"));
            push(table, upsert(1, "{\"id\":3000000000,\"x\":\"b\"}", "{\"id\":1,\"x\":\"b\"}"));
            push(table, upsert(2, "{\"id\":2,\"x\":\"c\"}"));
            push(table, message(3, Op.DELETE, "{\"id\":1}"));

            assertThat(text(table, "x")).containsExactly("2 c", "3000000000 b");
            compacted(table);
            assertThat(text(table, "x")).containsExactly("2 c", "3000000000 b");
            assertThat(table.rows(RowQuery.all().where(Filter.equal("id", 2L))).next())
                    .contains("c");
        }
    }

    @Test
    void structGetsTheFieldsThatRecordsBring() {
        TableSpec spec = spec(column("x", "struct<a: int>"), column("l", "list<struct<a: int>>"));
        LakeTable table = catalog.table(spec);
        push(table, upsert(0, "{\"id\":1,\"x\":{\"a\":1},\"l\":[{\"a\":1}]}"));
        push(
                table,
                upsert(
                        1,
                        "{\"id\":2,\"x\":{\"A\":2,\"b\":{\"c\":1},\"n\":1},\"l\":[{\"d\":true},null]}",
                        "{\"id\":3,\"x\":{\"B\":2,\"n\":2.5}}"));

        assertThat(table.columns().subList(1, 3))
                .extracting(each -> each.type().text())
                .containsExactly("struct<a: int, b: json, n: double>", "list<struct<a: int, d: boolean>>");
        assertThat(text(catalog.table(spec), "x", "l"))
                .containsExactly(
                        "1 {a=1, b=null, n=null} [{a=1, d=null}]",
                        "2 {a=2, b={\"c\":1}, n=1.0} [{a=null, d=true}, null]",
                        "3 {a=null, b=2, n=2.5} null");
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemaPolicy.class,
            names = {"FREEZE", "DISCARD_VALUE", "DISCARD_RECORD"})
    void structKeepsItsFieldsWhereTheSchemaStays(SchemaPolicy policy) {
        var rejected = new ArrayList<Rejection>();
        LakeTable table = catalog.table(spec(column("x", "struct<a: int>")).with(policy));
        table.push(batch(upsert(0, "{\"id\":1,\"x\":{\"a\":1,\"b\":2,\"none\":null}}")), upTo(0), rejected::addAll);

        assertThat(table.columns().getLast().type().text()).isEqualTo("struct<a: int>");
        if (policy == SchemaPolicy.DISCARD_VALUE) {
            assertThat(text(table, "x")).containsExactly("1 {a=1}");
        } else {
            assertThat(rejected).singleElement().satisfies(rejection -> {
                assertThat(rejection.reason()).startsWith("field x.b has no column");
                assertThat(rejection.replayable()).isEqualTo(policy == SchemaPolicy.FREEZE);
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int|1.5|column x (int) cannot hold this number",
                "int|9223372036854775808|column x (int) cannot hold this number",
                "int|\"1\"|column x (int) cannot hold a string",
                "float|1e400|column x (float) cannot hold this number",
                "time|\"25:00\"|column x (time) cannot hold this string",
                "uuid|\"1-1-1-1-1\"|column x (uuid) cannot hold this string",
                "uuid|1|column x (uuid) cannot hold a number",
                "struct<a: int>|1|column x (struct) cannot hold a number",
                "struct<a: int>|[]|column x (struct) cannot hold an array",
                "struct<a: int>|{\"a\":{}}|column x.a (int) cannot hold an object",
                "struct<a: int>|{\"\":1}|a field name of 0 characters (expected: 1 to 255)",
                "struct<a: int required>|{\"a\":null}|required column x.a has no value",
                "struct<a: int required>|{}|required column x.a has no value",
                "list<int>|1|column x (list) cannot hold a number",
                "list<int>|[\"a\"]|column x.element (int) cannot hold a string",
                "list<struct<a: date>>|[{\"a\":1}]|column x.element.a (date) cannot hold a number",
                "map<string, int>|[]|column x (map) cannot hold an array",
                "map<string, int>|{\"k\":[]}|column x.value (int) cannot hold an array",
                "variant|1e999|column x (variant) cannot hold this number",
                "variant|1E99999999999|column x (variant) cannot hold this number",
                "variant|\"\\ud83d\"|column x (string) cannot hold half of a surrogate pair",
            })
    void valueThatDoesNotFitIsRejectedWithItsReason(String type, String json, String reason) {
        var rejected = new ArrayList<Rejection>();
        LakeTable table = catalog.table(spec(Column.optional("x", ColumnType.parse(type))));
        table.push(
                batch(upsert(0, "{\"id\":1}", "{\"id\":2,\"x\":" + json + "}", "{\"id\":3}")),
                upTo(0),
                rejected::addAll);

        assertThat(rejected).extracting(Rejection::reason).containsExactly(reason);
        assertThat(text(table, "x")).containsExactly("1 null", "3 null");
        assertThat(table.columns().getLast().type().text()).isEqualTo(type);
    }

    @Test
    void rejectedRecordMakesNothingWider() {
        LakeTable table = catalog.table(spec(column("x", "int")));
        table.push(batch(upsert(0, "{\"x\":3000000000}")), upTo(0), _ -> {});
        assertThat(table.columns().getLast().type()).isEqualTo(ColumnType.Scalar.INT);
    }

    @Test
    void declarationBecomesWiderAndNarrowOnesAreNoConflict() {
        push(
                catalog.table(spec(column("x", "struct<a: int, l: list<float>, r: int required>"), column("n", "int"))),
                upsert(0, "{\"id\":1,\"x\":{\"a\":1,\"l\":[1],\"r\":1},\"n\":1}"));
        LakeTable wider = catalog.table(spec(
                column("x", "struct<b: uuid, a: long, l: list<double>, r: int>"),
                column("n", "long"),
                column("m", "map<string, string>")));
        push(wider, upsert(1, "{\"id\":2,\"x\":{\"a\":3000000000,\"l\":[1e300]},\"n\":1}"));

        LakeTable again = catalog.table(spec(column("x", "struct<a: int>"), column("n", "int")));
        assertThat(again.columns().subList(1, 4))
                .extracting(each -> each.type().text())
                .containsExactly("struct<a: long, l: list<double>, r: int, b: uuid>", "long", "map<string, string>");
        assertThat(text(again, "x"))
                .containsExactly("1 {a=1, l=[1.0], r=1, b=null}", "2 {a=3000000000, l=[1.0E300], r=null, b=null}");
    }

    @ParameterizedTest
    @CsvSource({"struct<a: int>,long", "long,struct<a: int>", "list<int>,list<string>", "variant,json", "long,double"})
    void declarationThatAColumnCannotBecomeIsAConflict(String is, String wanted) {
        catalog.table(spec(column("x", is)));
        assertThatThrownBy(() -> catalog.table(spec(column("x", wanted))))
                .isInstanceOf(TableConflictException.class)
                .hasMessageContaining("cannot become");
    }

    @Test
    void namesWithDotsAndNamesInStructsAreKeptApart() {
        TableSpec spec = spec(column("s", "struct<a: int>"));
        LakeTable table = catalog.table(spec);
        push(table, upsert(0, "{\"id\":1,\"s\":{\"a\":1,\"new\":1},\"s.new\":3,\"s.a\":4}"));
        push(table, upsert(1, "{\"id\":2,\"s.late\":1}"));
        push(table, upsert(2, "{\"id\":3,\"s\":{\"late\":2},\"s.late\":3,\"S.NEW\":4}"));

        assertThat(text(catalog.table(spec), "s", "s.a_", "s.new_", "s.late"))
                .containsExactly(
                        "1 {a=1, new=1, late_=null} 4 3 null",
                        "2 null null null 1",
                        "3 {a=null, new=null, late_=2} null 4 3");
    }

    @Test
    void variantNeedsFormatVersion3() {
        assertThatThrownBy(() -> spec(column("x", "list<variant>")).withFormatVersion(2))
                .hasMessageContaining("a variant column with format version 2 (expected: 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"struct<a: int>", "list<int>", "map<string, int>", "variant"})
    void nestedColumnIsNoKeyAndNoCursor(String type) {
        List<Column> columns = List.of(column("id", "long"), column("x", type));
        assertThatThrownBy(() -> TableSpec.upsert(Given.ORDERS, columns, List.of("x"), Optional.empty()))
                .hasMessageContaining("key column x is " + type);
        assertThatThrownBy(() -> TableSpec.upsert(Given.ORDERS, columns, List.of("id"), Optional.of("x")))
                .hasMessageContaining("cursor column x is " + type);
    }

    private static void compact(LakeTable table) {
        assertThat(compacted(table)).hasAtLeastOneElementOfType(UpkeepStep.Compacted.class);
    }

    /** Rows by id, then the columns. */
    private static List<String> text(LakeTable table, String... columns) {
        String[] all = Stream.concat(Stream.of("id"), Arrays.stream(columns)).toArray(String[]::new);
        var found = new ArrayList<String>();
        try (Rows rows = table.rows(RowQuery.all().select(all))) {
            rows.forEachRemaining(row ->
                    found.add(String.join(" ", row.stream().map(String::valueOf).toList())));
        }
        found.sort(null);
        return found;
    }

    private static TableSpec spec(Column... columns) {
        return TableSpec.upsert(
                Given.ORDERS,
                Stream.concat(Stream.of(column("id", "long")), Arrays.stream(columns))
                        .toList(),
                List.of("id"),
                Optional.empty());
    }

    private static Column column(String name, String type) {
        return Column.optional(name, ColumnType.parse(type));
    }
}
