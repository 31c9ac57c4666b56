package dev.ingest.gateway.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.ingest.contracts.config.ColumnSpec;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values the gateway takes for columns of the types that JSON does not tell. */
class FieldTypeTest {

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
                "struct<a: int>|{\"a\":\"the writer's to judge\"}|true",
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
        }
    }

    @Test
    void typeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> FieldType.of(new ColumnSpec("x", "text", false)))
                .hasMessage("column 'x': type 'text' (expected: a type of a stream source)");
    }
}
