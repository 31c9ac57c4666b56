package dev.ingest.contracts.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
    private static boolean isBearable(String text) {
        char[] within = ("x" + text + "1").toCharArray();
        return JsonNumber.isBearable(within, 1, text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0.0",
                "12.50e-3",
                "1e1000",
                "1e+1001",
                "1E-1000",
                "1E-1001",
                "0.1e-999",
                "0.1e-1000",
                "1.25e1002",
                "1.25e1003",
                "0E+2000",
                "0e-5000",
                "1e-700000000",
                "0.5"
            })
    void writtenNumberIsBearableIfItsValueIs(String text) {
        assertThat(isBearable(text)).isEqualTo(JsonNumber.isBearable(new BigDecimal(text)));
    }

    @Test
    void exponentThatNothingHoldsIsUnbearable() {
        assertThat(isBearable("1E99999999999")).isFalse();
        assertThat(isBearable("1e-99999999999999999999")).isFalse();
    }

    @Test
    void lengthHasALimit() {
        assertThat(isBearable("7".repeat(1000))).isTrue();
        assertThat(isBearable("7".repeat(1001))).isFalse();
        assertThat(isBearable("0." + "7".repeat(998))).isTrue();
    }
}
