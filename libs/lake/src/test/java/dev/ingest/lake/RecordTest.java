package dev.ingest.lake;

import static dev.ingest.lake.Given.NONE_REJECTED;
import static dev.ingest.lake.Given.batch;
import static dev.ingest.lake.Given.message;
import static dev.ingest.lake.Given.order;
import static dev.ingest.lake.Given.orders;
import static dev.ingest.lake.Given.push;
import static dev.ingest.lake.Given.rows;
import static dev.ingest.lake.Given.upTo;
import static dev.ingest.lake.Given.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.config.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordTest {

    @TempDir
    Path warehouse;

    private Lake lake;

    @BeforeEach
    void open() {
        lake = Lake.open(Database.destination("file:" + warehouse, Map.of()), LakeCredentials.none());
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void everyTypeIsReadBackAsWritten() {
        LakeTable table =
                typed("{\"s\":\"é\\n\",\"l\":-9223372036854775808,\"d\":1.5,\"n\":\"12.30\",\"b\":true,\"x\":\"AQID\","
                        + "\"z\":\"2026-03-10 12:00:00.123456+02:00\",\"t\":\"2026-03-10T12:00:00\",\"y\":\"2026-03-10\","
                        + "\"j\": {\"a\" : [1, \"b\"]} }");

        try (Rows rows = table.rows(RowQuery.all())) {
            assertThat(rows.nextByName())
                    .containsEntry("s", "é\n")
                    .containsEntry("l", Long.MIN_VALUE)
                    .containsEntry("d", 1.5)
                    .containsEntry("n", new BigDecimal("12.30"))
                    .containsEntry("b", true)
                    .containsEntry("x", ByteBuffer.wrap(new byte[] {1, 2, 3}))
                    .containsEntry("z", OffsetDateTime.parse("2026-03-10T10:00:00.123456Z"))
                    .containsEntry("t", LocalDateTime.parse("2026-03-10T12:00:00"))
                    .containsEntry("y", LocalDate.parse("2026-03-10"))
                    .containsEntry("j", "{\"a\" : [1, \"b\"]}");
        }
        assertThat(table.columns()).isEqualTo(TYPES);
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemaPolicy.class,
            names = {"FREEZE", "DISCARD_RECORD"})
    void recordWithAFieldThatHasNoColumnIsRejected(SchemaPolicy policy) {
        var rejected = new ArrayList<Rejection>();
        LakeTable table = pushed(policy, rejected::addAll);

        assertThat(table.columns()).isEqualTo(TYPES);
        assertThat(table.count()).isEqualTo(2);
        assertThat(rejected).singleElement().satisfies(rejection -> {
            assertThat(rejection.reason()).startsWith("field extra has no column");
            assertThat(rejection.replayable()).isEqualTo(policy == SchemaPolicy.FREEZE);
        });
    }

    @Test
    void valueThatHasNoColumnIsLeftOut() {
        LakeTable table = pushed(SchemaPolicy.DISCARD_VALUE, NONE_REJECTED);

        assertThat(table.columns()).isEqualTo(TYPES);
        assertThat(table.count()).isEqualTo(3);
    }

    @Test
    void declaredColumnIsAddedUnderAnyPolicy() {
        pushed(SchemaPolicy.DISCARD_VALUE, NONE_REJECTED);
        var columns = new ArrayList<>(TYPES);
        columns.add(Column.optional("extra", ColumnType.Scalar.LONG));

        LakeTable table =
                lake.table(TableSpec.append(new TableId("t", "kept"), columns).with(SchemaPolicy.FREEZE));

        assertThat(table.columns()).isEqualTo(columns);
        push(table, message(1, Op.APPEND, "{\"extra\":2}"));
        assertThat(table.count()).isEqualTo(4);
    }

    /** Three records, of which the second has a field that is new; null is no value. */
    private LakeTable pushed(SchemaPolicy policy, RejectionHandler handler) {
        LakeTable table =
                lake.table(TableSpec.append(new TableId("t", "kept"), TYPES).with(policy));
        table.push(
                batch(message(0, Op.APPEND, "{\"l\":1,\"extra\":null}", "{\"l\":2,\"extra\":{\"a\":1}}", "{\"l\":3}")),
                upTo(0),
                handler);
        return table;
    }

    @Test
    void absentAndNullFieldsAreNulls() {
        LakeTable table = typed("{\"s\":null}");

        try (Rows rows = table.rows(RowQuery.all().select("s", "l"))) {
            assertThat(rows.next()).containsOnlyNulls();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"l\":\"12\"}|column l (long) cannot hold a string",
                "{\"l\":1.5}|column l (long) cannot hold this number",
                "{\"l\":9223372036854775808}|column l (long) cannot hold this number",
                "{\"l\":1e999}|column l (long) cannot hold this number",
                "{\"l\":1e999999999}|column l (long) cannot hold a number of scale -999999999 (expected: at most 1000 either way)",
                "{\"l\":1e-700000000}|column l (long) cannot hold a number of scale 700000000 (expected: at most 1000 either way)",
                "{\"n\":1e-700000000}|column n (decimal(10, 2)) cannot hold a number of scale 700000000 (expected: at most 1000 either way)",
                "{\"n\":\"1e-700000000\"}|column n (decimal(10, 2)) cannot hold a number of scale 700000000 (expected: at most 1000 either way)",
                "{\"n\":\"1e2147483647\"}|column n (decimal(10, 2)) cannot hold a number of scale -2147483647 (expected: at most 1000 either way)",
                "{\"d\":1e400}|column d (double) cannot hold this number",
                "{\"l\":{}}|column l (long) cannot hold an object",
                "{\"n\":1234567890123456789012345678901234567}|column n (decimal(10, 2)) cannot hold this number",
                "{\"n\":0.123}|column n (decimal(10, 2)) cannot hold this number",
                "{\"n\":\"secret\"}|column n (decimal(10, 2)) cannot hold this string",
                "{\"b\":1}|column b (boolean) cannot hold a number",
                "{\"z\":\"yesterday\"}|column z (timestamptz) cannot hold this string",
                "{\"y\":20260310}|column y (date) cannot hold a number",
                "{\"x\":\"***\"}|column x (binary) cannot hold this string",
                "[1]|not a JSON object",
                "\"text\"|not a JSON object",
                "{\"s\":1} {}|more than one JSON value on the line",
                "{\"s\":|not JSON at byte 5",
            })
    void recordThatFitsNoRowIsRejectedWithItsReason(String record, String reason) {
        LakeTable table = lake.table(TableSpec.append(new TableId("t", "typed"), TYPES));
        var rejected = new ArrayList<Rejection>();

        PushResult result = table.push(
                batch(message(7, Op.APPEND, "{\"s\":\"good\"}", "", record, "{\"s\":\"good too\"}")),
                upTo(7),
                rejected::addAll);

        assertThat(rejected).singleElement().satisfies(rejection -> {
            assertThat(rejection.reason()).isEqualTo(reason);
            assertThat(new String(rejection.record(), StandardCharsets.UTF_8)).isEqualTo(record);
            assertThat(rejection.index()).isEqualTo(1);
            assertThat(rejection.id()).isEqualTo("Tz1Q-w-0-7-1");
        });
        assertThat(result.rejections()).isEqualTo(rejected);
        assertThat(result.commit().orElseThrow().rejected()).isEqualTo(1);
        assertThat(table.count()).isEqualTo(2);
    }

    @Test
    void recordWithoutItsKeyIsRejected() {
        LakeTable table = lake.table(orders());
        var rejected = new ArrayList<Rejection>();

        table.push(
                batch(upsert(0, "{\"status\":\"x\"}", "{\"id\":null}", order(1, 1, "new"))), upTo(0), rejected::addAll);

        assertThat(rejected).extracting(Rejection::reason).containsOnly("key column id has no value");
        assertThat(rejected).hasSize(2);
        assertThat(table.count()).isEqualTo(1);
    }

    @Test
    void nothingIsCommittedUnlessTheRejectionsAreSafe() {
        LakeTable table = lake.table(orders());

        assertThatThrownBy(() -> table.push(batch(upsert(0, order(1, 1, "new"), "{}")), upTo(0), rejections -> {
                    throw new IllegalStateException("dead letters are away");
                }))
                .hasMessage("dead letters are away");

        assertThat(table.progress().offsets()).isEqualTo(Offsets.none());
        assertThat(table.count()).isZero();
    }

    @Test
    void unknownFieldBecomesAColumnOfTheTypeThatHoldsAllItsValues() {
        LakeTable table = lake.table(orders());
        push(
                table,
                upsert(
                        0,
                        "{\"id\":1,\"flag\":true,\"n\":1,\"f\":1,\"mix\":1,\"tree\":{\"a\":1},\"either\":1,\"none\":null}",
                        "{\"id\":2,\"flag\":false,\"n\":2,\"f\":2.5,\"mix\":\"x\",\"tree\":[],\"either\":{}}"));

        assertThat(table.columns().subList(3, table.columns().size()))
                .containsExactly(
                        Column.optional("flag", ColumnType.Scalar.BOOLEAN),
                        Column.optional("n", ColumnType.Scalar.LONG),
                        Column.optional("f", ColumnType.Scalar.DOUBLE),
                        Column.optional("mix", ColumnType.Scalar.STRING),
                        Column.optional("tree", ColumnType.Scalar.JSON),
                        Column.optional("either", ColumnType.Scalar.JSON));
        assertThat(rows(table, "id", "flag", "n", "f", "mix", "tree", "either"))
                .isEqualTo(Map.of("1", "true 1 1.0 1 {\"a\":1} 1", "2", "false 2 2.5 x [] {}"));
    }

    @Test
    void rejectedRecordAddsNoColumn() {
        LakeTable table = lake.table(orders());

        table.push(batch(upsert(0, "{\"stray\":1}")), upTo(0), _ -> {});

        assertThat(table.columns()).isEqualTo(Types.columns(Types.schema(orders())));
    }

    @Test
    void fieldNamesThatDifferByCaseAreOneColumn() {
        LakeTable table = lake.table(orders());
        push(table, upsert(0, "{\"ID\":1,\"Status\":\"new\",\"Courier\":\"x\"}", "{\"id\":2,\"courier\":\"y\"}"));

        assertThat(table.columns()).extracting(Column::name).containsExactly("id", "updated_at", "status", "Courier");
        assertThat(rows(table, "id", "status", "Courier")).isEqualTo(Map.of("1", "new x", "2", "null y"));
    }

    @Test
    void oddFieldNamesBecomeColumnsThatCanBeRead() {
        LakeTable table = lake.table(orders());
        push(table, upsert(0, "{\"id\":1,\"a.b\":1,\"with space\":2,\"_file\":3,\"ü\":4,\"_row_id\":5}"));

        assertThat(rows(table, "id", "a.b", "with space", "_file_", "ü", "_row_id_"))
                .isEqualTo(Map.of("1", "1 2 3 4 5"));
    }

    @Test
    void columnsThatSeveralRecordsBringCountOnce() {
        LakeTable table = lake.table(orders());

        push(table, upsert(0, wide(1, 1_100), wide(2, 1_100)));

        assertThat(table.columns()).hasSize(1_103);
    }

    @Test
    void oneColumnTooManyIsRejected() {
        LakeTable table = lake.table(orders());
        var rejected = new ArrayList<Rejection>();

        table.push(batch(upsert(0, wide(1, Decoder.COLUMNS_MAX))), upTo(0), rejected::addAll);

        assertThat(rejected)
                .singleElement()
                .satisfies(rejection ->
                        assertThat(rejection.reason()).isEqualTo("a new field, but the table has its 2000 columns"));
    }

    private static final List<Column> TYPES = List.of(
            Column.optional("s", ColumnType.parse("string")),
            Column.optional("l", ColumnType.parse("long")),
            Column.optional("d", ColumnType.parse("double")),
            Column.optional("n", ColumnType.parse("decimal(10,2)")),
            Column.optional("b", ColumnType.parse("boolean")),
            Column.optional("x", ColumnType.parse("binary")),
            Column.optional("z", ColumnType.parse("timestamptz")),
            Column.optional("t", ColumnType.parse("timestamp")),
            Column.optional("y", ColumnType.parse("date")),
            Column.optional("j", ColumnType.parse("json")));

    private static String wide(long id, int fields) {
        var record = new StringBuilder("{\"id\":" + id);
        for (int i = 0; i < fields; i++) {
            record.append(",\"c").append(i).append("\":1");
        }
        return record.append('}').toString();
    }

    private LakeTable typed(String record) {
        LakeTable table = lake.table(TableSpec.append(new TableId("t", "typed"), TYPES));
        push(table, message(0, Op.APPEND, record));
        return table;
    }
}
