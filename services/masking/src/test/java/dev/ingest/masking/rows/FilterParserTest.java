package dev.ingest.masking.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnType;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.lake.Column;
import dev.ingest.lake.Filter;
import dev.ingest.lake.Filter.Comparison;
import dev.ingest.platform.mask.ColumnAccess;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FilterParserTest {
    private static final List<Column> COLUMNS = List.of(
            column("s", "string"),
            column("n", "long"),
            column("d", "double"),
            column("m", "decimal(5,2)"),
            column("b", "boolean"),
            column("day", "date"),
            column("at", "timestamptz"),
            column("local", "timestamp"),
            column("j", "json"),
            column("bytes", "binary"),
            column("email", "string"),
            column("ssn", "string"));
    private static final ColumnAccess ACCESS = new ColumnAccess(
            Optional.of(new MaskingPolicySpec(
                    "demo", new TableRef("a", "b"), Map.of("email", Map.of("analyst", Mask.SHA256), "ssn", Map.of()))),
            List.of(),
            Set.of("analyst"));
    private final FilterParser parser =
            new FilterParser(new Selection(COLUMNS, ACCESS), new RowLimits(10, 100, 2, 3, 1000));

    static Stream<Arguments> filters() {
        return Stream.of(
                Arguments.of("s:eq:a:b", compare("s", Comparison.EQUAL, "a:b")),
                Arguments.of("s:eq:", compare("s", Comparison.EQUAL, "")),
                Arguments.of("n:ge:10", compare("n", Comparison.GREATER_OR_EQUAL, 10L)),
                Arguments.of("n:ne:-1", compare("n", Comparison.NOT_EQUAL, -1L)),
                Arguments.of("d:lt:1.5", compare("d", Comparison.LESS, 1.5)),
                Arguments.of("m:le:1.5", compare("m", Comparison.LESS_OR_EQUAL, new BigDecimal("1.50"))),
                Arguments.of("b:eq:true", compare("b", Comparison.EQUAL, true)),
                Arguments.of("day:gt:2024-01-15", compare("day", Comparison.GREATER, "2024-01-15")),
                Arguments.of(
                        "at:ge:2024-01-15T10:30:00+02:00",
                        compare("at", Comparison.GREATER_OR_EQUAL, "2024-01-15T08:30:00Z")),
                Arguments.of(
                        "at:ge:2024-01-15T10:30:00",
                        compare("at", Comparison.GREATER_OR_EQUAL, "2024-01-15T10:30:00Z")),
                Arguments.of(
                        "local:ge:2024-01-15T10:30:00Z",
                        compare("local", Comparison.GREATER_OR_EQUAL, "2024-01-15T10:30:00")),
                Arguments.of("n:in:1,2,3", new Filter.In("n", List.of(1L, 2L, 3L))),
                Arguments.of("j:isnull", new Filter.IsNull("j")),
                Arguments.of("bytes:notnull", new Filter.NotNull("bytes")));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void eachTypeAndOperator(String text, Filter filter) {
        assertThat(parser.parse(List.of(text))).isEqualTo(new Filter.And(List.of(filter)));
    }

    @Test
    void noFilterMeansEveryRow() {
        assertThat(parser.parse(List.of())).isEqualTo(Filter.all());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s                | filter: 's' (expected: column:operator:value)
            x:eq:1           | filter: column 'x' does not exist
            s:like:a         | filter: 's:like:a': operator 'like' with a value (expected: one of eq, ne, lt, le, gt, ge, in)
            s:eq             | filter: 's:eq': operator 'eq' without a value (expected: isnull or notnull)
            s:isnull:        | filter: 's:isnull:': operator 'isnull' with a value
            n:eq:1.5         | filter: column 'n': '1.5' (expected: a whole number of 64 bits)
            n:eq:            | filter: column 'n': '' (expected: a whole number of 64 bits)
            n:eq:9223372036854775808 | filter: column 'n'
            n:in:1,x         | filter: column 'n': 'x' (expected: a whole number of 64 bits)
            n:in:1,2,3,4     | filter: column 'n': 4 values (expected: at most 3)
            d:eq:NaN         | filter: column 'd': 'NaN' (expected: a finite number)
            m:eq:1.234       | filter: column 'm': '1.234' (expected: a number of at most 5 digits, 2 of them behind the point)
            m:eq:1e9         | filter: column 'm'
            m:eq:1e999999999 | filter: column 'm'
            b:eq:yes         | filter: column 'b': 'yes' (expected: true or false)
            day:eq:2023-02-29 | filter: column 'day': '2023-02-29' (expected: a date like 2024-01-15)
            at:eq:yesterday  | filter: column 'at': 'yesterday' (expected: a time like 2024-01-15T10:30:00Z)
            j:eq:1           | filter: column 'j' is json (expected: isnull or notnull for it)
            bytes:eq:1       | filter: column 'bytes' is binary (expected: isnull or notnull for it)
            """)
    void whatIsWrongIsNamed(String text, String message) {
        assertRefused(List.of(text), ErrorCode.INVALID_ARGUMENT, message);
    }

    @ParameterizedTest
    @CsvSource({"email:eq:a", "email:notnull", "ssn:isnull", "ssn:lt:5"})
    void aMaskedOrHiddenColumnCannotBeProbed(String text) {
        assertRefused(List.of(text), ErrorCode.PERMISSION_DENIED, "filter: column");
    }

    @Test
    void moreFiltersThanTheLimitAreRefused() {
        assertRefused(
                Collections.nCopies(3, "n:eq:1"),
                ErrorCode.INVALID_ARGUMENT,
                "filter: 3 filters (expected: at most 2)");
    }

    private void assertRefused(List<String> filters, ErrorCode code, String message) {
        assertThatThrownBy(() -> parser.parse(filters))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code))
                .hasMessageStartingWith(message);
    }

    private static Filter compare(String column, Comparison comparison, Object value) {
        return new Filter.Compare(column, comparison, value);
    }

    private static Column column(String name, String type) {
        return Column.optional(name, ColumnType.parse(type));
    }
}
