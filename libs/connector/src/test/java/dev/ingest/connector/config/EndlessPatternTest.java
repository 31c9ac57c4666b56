package dev.ingest.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndlessPatternTest {
    private static final String TEXT = "a".repeat(60) + "!";

    @Test
    void aSchemaPatternThatBacktracksWithoutEndIsAProblemThatNamesThePropertyAndNotItsValue() {
        Value.Dict schema = Value.dict(Map.of("pattern", Value.of("^(.*a){25}b")));

        List<String> problems = JsonSchema.problems("config.key", schema, Value.of(TEXT));

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("config.key: ")
                .contains("backtracks too much");
        assertThat(problems).noneMatch(problem -> problem.contains(TEXT));
    }

    @Test
    void aPatternThatFitsIsStillCompared() {
        Value.Dict schema = Value.dict(Map.of("pattern", Value.of("^a+!$")));

        assertThat(JsonSchema.problems("config.key", schema, Value.of(TEXT))).isEmpty();
        assertThat(JsonSchema.problems("config.key", schema, Value.of("b"))).hasSize(1);
    }

    @Test
    void aPlaceWithWildcardsWithoutEndIsRefused() {
        Value.Dict root = Value.dict(Map.of(TEXT, Value.NONE));

        assertThatThrownBy(() -> Places.values(root, List.of("*a".repeat(25) + "b")))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("backtracks too much");
    }
}
