package dev.ingest.scheduler.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.contracts.config.ColumnSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaColumnsTest {
    static List<Arguments> types() {
        return List.of(
                Arguments.of(Map.of("type", "string"), "string"),
                Arguments.of(Map.of("type", List.of("null", "integer")), "long"),
                Arguments.of(Map.of("type", "number"), "double"),
                Arguments.of(Map.of("type", "number", "airbyte_type", "integer"), "long"),
                Arguments.of(Map.of("type", "boolean"), "boolean"),
                Arguments.of(Map.of("type", "string", "format", "date-time"), "timestamptz"),
                Arguments.of(
                        Map.of("type", "string", "format", "date-time", "airbyte_type", "timestamp_without_timezone"),
                        "timestamp"),
                Arguments.of(Map.of("type", List.of("string", "null"), "format", "date"), "date"),
                Arguments.of(Map.of("type", "string", "format", "uuid"), "string"),
                Arguments.of(Map.of("type", "object"), "json"),
                Arguments.of(Map.of("type", "array"), "json"),
                Arguments.of(Map.of("type", List.of("string", "integer")), "json"),
                Arguments.of(Map.of("anyOf", List.of()), "json"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void propertyBecomesAColumnThatMayBeMissing(Map<String, @Nullable Object> property, String type) {
        assertThat(SchemaColumns.of(Map.of("properties", Map.of("a", property))))
                .singleElement()
                .satisfies(column -> {
                    assertThat(column.name()).isEqualTo("a");
                    assertThat(column.type()).isEqualTo(type);
                    assertThat(column.required()).isFalse();
                    assertThat(column.personal()).isFalse();
                });
    }

    @Test
    void propertyMayBePersonal() {
        assertThat(SchemaColumns.of(Map.of("properties", Map.of("email", Map.of("type", "string", "personal", true)))))
                .containsExactly(new ColumnSpec("email", "string", false, true));
    }
}
