package dev.ingest.gateway.feature;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostParserTest {
    private final PostParser parser = new PostParser(
            new FeatureLimits(2, 3, 100),
            new TenantSources(
                    new TenantSources.Registered(
                            List.of(new StreamSourceSpec(
                                    "demo",
                                    "é",
                                    "ü",
                                    List.of(new ColumnSpec("ü", "json", true)),
                                    new TableRef("features", "e"),
                                    Optional.empty())),
                            List.of()),
                    ConnectorTransformations::compile));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                       | body: not valid JSON at line 1
            <html>                                  | body: not valid JSON at line 1
            {"records":{}} {}                       | body: more than one JSON value
            {"records":{"a":[{"b":tru}]}}           | body: not valid JSON
            {"records":{"a":[{"b":NaN}]}}           | body: not valid JSON
            []                                      | body: array (expected: an object)
            {}                                      | records: missing
            {"records":[]}                          | records: array (expected: an object of stream source to array)
            {"records":null}                        | records: null
            {"records":{},"records":{}}             | records: appears twice
            {"records":{"a":{}}}                    | records.a: object (expected: an array of objects)
            {"records":{"a":[{},5]}}                | records.a[1]: number (expected: an object)
            {"records":{"a":[],"a":[]}}             | records.a: appears twice
            {"records":{"a":[],"b":[],"c":[]}}      | records: more than 2 stream sources
            {"records":{"a":[{},{},{},{}]}}         | records.a: more than 3 records
            {"dry_run":"yes","records":{}}          | dry_run: string (expected: true or false)
            {"dry_run":1,"records":{}}              | dry_run: number (expected: true or false)
            """)
    void whatNoRecordCanBeBlamedForIsRefused(String body, String message) {
        assertRefused(body.getBytes(UTF_8), message);
    }

    @Test
    void anEmptyBodyAndAnotherEncodingAreNoJson() {
        assertRefused(new byte[0], "body: nothing (expected: an object)");
        assertRefused("{\"records\":{}}".getBytes(UTF_16), "body: not valid JSON");
        assertRefused(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}, "body: not valid JSON");
    }

    @Test
    void recordsAreFoundByTheirBytes() {
        byte[] body = "{\"records\" : {\"é\": [ {\"ü\":[{}]} ,{}, {\"ü\": 1 }] }}".getBytes(UTF_8);
        Post post = parser.parse(body);
        assertThat(post.sources().getFirst().total()).isEqualTo(3);
        assertThat(post.sources().getFirst().accepted())
                .map(record -> record.index() + new String(record.bytes(), UTF_8))
                .containsExactly("0{\"ü\":[{}]}", "2{\"ü\": 1 }");
    }

    private void assertRefused(byte[] body, String message) {
        assertThatThrownBy(() -> parser.parse(body))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageStartingWith(message);
    }
}
