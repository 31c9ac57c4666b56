package dev.ingest.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingest.platform.http.JsonFaults;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedDecimalsTest {
    record Asked(@Nullable BigDecimal amount) {}

    private final ObjectMapper json = new ObjectMapper();

    @BeforeEach
    void customize() {
        new JsonDialect().customize(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999", "-1e99999999", "1e-99999999", "\"1e99999999\"", "1E+101"})
    void numberThatNobodyCouldWriteOutIsRefused(String number) {
        JacksonException fault = catchThrowableOfType(
                JacksonException.class, () -> json.readValue("{\"amount\": %s}".formatted(number), Asked.class));

        assertThat(JsonFaults.of(fault))
                .endsWith("(expected: a number of at most 100 digits)")
                .hasSizeLessThan(100);
    }

    @Test
    void numbersOfAllColumnsAndPricesAreRead() throws JsonProcessingException {
        String digits = "1234567890123456789012345678.1234567890";

        assertThat(json.readValue("{\"amount\": %s}".formatted(digits), Asked.class)
                        .amount())
                .isEqualTo(digits);
        assertThat(json.readValue("{\"amount\": null}", Asked.class).amount()).isNull();
    }
}
