package dev.ingest.contracts.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "string",
                "int",
                "time",
                "uuid",
                "variant",
                "decimal(38,0)",
                "list<long>",
                "map<string, list<decimal(10,2)>>",
                "struct<a: long>",
                "struct<a: long required, `b c`: struct<`x``y`: json, ü: list<struct<z: date>>>, d.e: map<string, int>>",
            })
    void textIsReadBack(String text) {
        assertThat(ColumnType.parse(text).text()).isEqualTo(text);
        assertThat(ColumnType.parse(ColumnType.parse(text).text())).isEqualTo(ColumnType.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "LONG",
                "long ",
                "decimal",
                "decimal(39,0)",
                "decimal(2,3)",
                "list<>",
                "list<long",
                "list<json>",
                "map<string, json>",
                "map<long, string>",
                "map<string>",
                "struct<>",
                "struct<a>",
                "struct<a:>",
                "struct<a: long,>",
                "struct<a: long, A: int>",
                "struct<a b: long>",
                "struct<``: long>",
                "long>",
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> ColumnType.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void depthIsLimited() {
        assertThat(ColumnType.parse("list<".repeat(19) + "long" + ">".repeat(19))
                        .text())
                .hasSize(19 * 6 + 4);
        assertThatThrownBy(() -> ColumnType.parse("list<".repeat(5_000))).hasMessageContaining("at most 20000");
        assertThatThrownBy(() -> ColumnType.parse("list<".repeat(21) + "long" + ">".repeat(21)))
                .hasMessageContaining("deeper than 20 levels");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int | long | true",
                "long | int | false",
                "float | double | true",
                "long | double | false",
                "decimal(5,2) | decimal(7,2) | true",
                "decimal(5,2) | decimal(7,3) | false",
                "decimal(5,2) | decimal(4,2) | false",
                "string | string | true",
                "string | json | false",
                "list<int> | list<long> | true",
                "struct<a: int> | struct<b: string, A: long> | true",
                "struct<a: int, c: date> | struct<a: long> | true",
                "struct<a: int> | struct<a: int required> | false",
                "struct<a: int required> | struct<a: int> | true",
                "struct<a: int> | struct<a: string> | false",
                "map<string, float> | map<string, double> | true",
                "struct<a: int> | json | false",
            })
    void widerTypesHoldTheValuesOfNarrowOnes(String narrow, String wide, boolean widens) {
        assertThat(ColumnType.parse(narrow).widensTo(ColumnType.parse(wide))).isEqualTo(widens);
    }
}
