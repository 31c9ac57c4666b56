package dev.ingest.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "00 | 0",
                "1_000 | 1000",
                "0x10 | 16",
                "+15551234 | 15551234",
                "-3.5 | -3.5",
                "1,2 | (1, 2)",
                "1, | (1,)",
                "'\"a\" # c' | '\"a\" # c'",
                "\"a\" # c | 'a'",
                "'a' 'b' | 'ab'",
                "1e3 | 1000.0",
                ".5 | 0.5",
                "5. | 5.0",
                "True | True",
                "None | None",
                "[1, 'a', None] | [1, 'a', None]",
                "[1, 2,] | [1, 2]",
                "{'a': {'b': [1]}} | {'a': {'b': [1]}}",
                "() | ()",
                "(1) | 1",
                "r'a\\n' | 'a\\\\n'",
                "'a\\x41' | 'aA'",
                "'''x''' | 'x'",
                "12345678901234567890123 | 12345678901234567890123",
            })
    void readsWhatPythonReads(String text, String expected) {
        assertThat(Literal.parse(text).map(Python::repr)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "007",
                "2024-10-10",
                "10-5",
                "[1, true]",
                "{\"a\": null}",
                "abc",
                "",
                " ",
                "1 2",
                "--1",
                "-True",
                "Truely",
                "'a",
                "[1",
                "1.2.3",
                "1__0",
                "0x",
                "{1}x",
                "[[1]: 2]",
                "...",
                "b'x'",
                "1a",
                "nan",
                "{[1]: 2}",
                "2025-03-04 05:06:07+00:00"
            })
    void leavesOtherTextAlone(String text) {
        assertThat(Literal.parse(text)).isEmpty();
    }
}
