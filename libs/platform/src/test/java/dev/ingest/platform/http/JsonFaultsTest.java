package dev.ingest.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultsTest {
    enum Mode {
        APPEND,
        UPSERT
    }

    record Asked(
            @Nullable Map<String, String> values,
            @Nullable List<String> keys,
            @Nullable Mode mode,
            @Nullable Integer count,
            @Nullable Boolean all) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"values": "s3cret"}  | has another form (expected: an object)
            {"keys": "s3cret"}    | has another form (expected: an array)
            {"mode": "MD5"}       | 'MD5' (expected: APPEND, UPSERT)
            {"mode": ["s3cret"]}  | has another form (expected: APPEND, UPSERT)
            {"count": "s3cret"}   | has another form (expected: a number)
            {"all": "s3cret"}     | has another form (expected: true or false)
            {"other": "s3cret"}   | no such field (expected: one of all, count, keys, mode, values)
            "s3cret"              | has another form (expected: an object)
            s3cret                | not valid JSON at line 1, column 1
            {"values": s3cret}    | not valid JSON at line 1, column 12
            """)
    void faultIsToldWithoutTheText(String json, String told) {
        JacksonException fault =
                catchThrowableOfType(JacksonException.class, () -> new ObjectMapper().readValue(json, Asked.class));

        assertThat(JsonFaults.of(fault)).isEqualTo(told).doesNotContain("s3cret");
    }
}
