package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.gateway.fuzz.Values;
import dev.ingest.lake.Column;
import dev.ingest.lake.Conversion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which values the gateway takes for columns of the types that JSON does not tell. */
class FieldTypeTest {

    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 2_000);
    private static final long SEED = Long.getLong("fuzz.seed", 5L);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int|2147483647|true",
                "int|2147483648|false",
                "int|1.0|false",
                "long|2147483648|true",
                "float|1e38|true",
                "float|1e39|false",
                "double|1e39|true",
                "time|\"12:30:00.5\"|true",
                "time|\"25:00:00\"|false",
                "time|1|false",
                "uuid|\"123e4567-e89b-12d3-a456-426614174000\"|true",
                "uuid|\"1-1-1-1-1\"|false",
                "uuid|\"x\"|false",
                "variant|[1,{}]|true",
                "string|\"\\ud800\"|false",
                "string|\"\\ud83d\\ude00\"|true",
                "double|1e-2000|false",
                "double|0e-5000|false",
                "double|0E99999|false",
                "double|1e-400|true",
                "double|1E99999999999|false",
                "float|1e-60|false",
                "float|0.0|true",
                "decimal(3,1)|0E-5000|false",
                "decimal(3,1)|0E+2000|false",
                "decimal(3,1)|1E99999999999|false",
                "date|\"2024-02-29\"|true",
                "date|\"+999999999-12-31\"|false",
                "json|1E99999999999|false",
                "json|[{\"a\":1e-1001}]|false",
                "json|[{\"a\":1e-999}]|true",
                "json|\"\\ud800\"|false",
                "json|{\"\\ud800\":1}|false",
                "variant|[\"\\ud800\"]|false",
                "variant|[1e400]|false",
                "variant|{\"\\ud800\":1}|false",
                "struct<a: int>|{\"a\":1}|true",
                "struct<a: int>|{\"a\":null}|true",
                "struct<a: int>|{\"a\":\"x\"}|false",
                "struct<a: int>|{\"b\":1}|false",
                "struct<a: int>|{\"a\":1,\"a\":2}|false",
                "struct<a: int required>|{}|false",
                "struct<a: int required>|{\"a\":null}|false",
                "struct<a: struct<b: timestamptz>>|{\"a\":{\"b\":\"2024-01-15 10:30\"}}|true",
                "struct<a: struct<b: timestamptz>>|{\"a\":{\"b\":\"soon\"}}|false",
                "list<int>|[1,null,3]|true",
                "list<int>|[1,[2]]|false",
                "map<string, int>|{\"a\":1}|true",
                "map<string, int>|{\"a\":1.5}|false",
                "map<string, int>|{\"\\ud800\":1}|false",
                "struct<a: int>|[]|false",
                "map<string, int>|{}|true",
                "map<string, int>|\"x\"|false",
                "list<int>|[]|true",
                "list<int>|{}|false",
                "decimal(3,1)|12.5|true",
                "decimal(3,1)|125.5|false",
            })
    void valueFitsItsType(String type, String value, boolean fits) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(value)) {
            json.nextToken();
            FieldType.Fit fit = FieldType.of(new ColumnSpec("x", type, false)).fit("x", json);
            assertThat(fit instanceof FieldType.Fit.No).isEqualTo(!fits);
            Json.skip(json);
            assertThat(json.nextToken()).as("the value was read to its end").isNull();
        }
    }

    private static List<String> types() {
        return List.of(
                "string",
                "int",
                "long",
                "float",
                "double",
                "boolean",
                "binary",
                "date",
                "time",
                "timestamp",
                "timestamptz",
                "uuid",
                "json",
                "variant",
                "decimal(10,2)",
                "decimal(38,0)",
                "list<double>",
                "map<string, decimal(5,3)>",
                "struct<a: date, b: list<variant>, c: struct<d: timestamp, e: string required>>");
    }

    /** Whatever the gateway takes for a column, a table takes: nothing that was accepted is ever rejected. */
    @ParameterizedTest
    @MethodSource("types")
    void tableTakesWhateverIsTaken(String type) throws IOException {
        var schema = new RecordSchema(List.of(new ColumnSpec("x", type, true)));
        List<Column> columns = List.of(Column.required("x", ColumnType.parse(type)));
        var values = new Values(SEED);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] record = ("{\"x\":" + values.of(type) + "}").getBytes(UTF_8);
            if (judged(schema, record) instanceof Verdict.Accepted(byte[] accepted)) {
                taken++;
                assertThat(Conversion.rejections(columns, accepted))
                        .as(new String(record, UTF_8))
                        .isEmpty();
            }
        }
        assertThat(taken).isBetween(ROUNDS / 100, ROUNDS - ROUNDS / 100);
    }

    private static Verdict judged(RecordSchema schema, byte[] record) throws IOException {
        try (JsonParser json = Json.parser(record, 0, record.length)) {
            json.nextToken();
            return schema.judge(json, record, Integer.MAX_VALUE);
        } catch (JsonParseException surrogateInAName) {
            return new Verdict.Rejected(RecordError.unknownField("no JSON: the post is refused"));
        }
    }

    @Test
    void typeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> FieldType.of(new ColumnSpec("x", "text", false)))
                .hasMessage("column 'x': type 'text' (expected: a type of a stream source)");
    }
}
