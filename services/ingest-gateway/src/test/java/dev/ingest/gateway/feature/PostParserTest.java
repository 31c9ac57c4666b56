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
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PostParserTest {
    private final TenantSources sources = new TenantSources(
            new TenantSources.Registered(
                    List.of(new StreamSourceSpec(
                            "demo",
                            "é",
                            "ü",
                            List.of(new ColumnSpec("ü", "json", true)),
                            new TableRef("features", "e"),
                            Optional.empty())),
                    List.of()),
            ConnectorTransformations::compile);
    private final PostParser parser = new PostParser(new FeatureLimits(2, 3, 100), sources);

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
            {"records":{"é":[],"É":[]}}             | records.É: a stream source's second name (expected: each source once)
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
    void bytesThatNoTableReadsAsTextAreNoJson() {
        String post = "{\"records\":{\"é\":[{\"ü\":\"?\"}]}}";
        for (byte[] text : List.of(
                new byte[] {(byte) 0xC1, (byte) 0x81}, // A in two bytes
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // half of a surrogate pair
                new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80})) {
            var body = new ByteArrayOutputStream();
            body.writeBytes(post.substring(0, post.indexOf('?')).getBytes(UTF_8));
            body.writeBytes(text);
            body.writeBytes(post.substring(post.indexOf('?') + 1).getBytes(UTF_8));
            assertRefused(body.toByteArray(), "body: not valid JSON: not UTF-8 at byte ");
        }
    }

    /** The others are taken, each record from its own bytes. */
    @ParameterizedTest
    @MethodSource("beyondMeasure")
    void whatIsBeyondMeasureIsItsRecordsErrorAlone(String value) {
        var parsing = new PostParser(new FeatureLimits(2, 3, 800_000), sources);
        String unknown = "{\"other\":" + value + "}";
        Post post = parsing.parse("{\"new\":%1$s,\"records\":{\"é\":[{\"ü\":%1$s},{\"ü\":[\"é\"]},%2$s]}}"
                .formatted(value, unknown)
                .getBytes(UTF_8));
        assertThat(post.sources().getFirst().failures())
                .map(failure -> failure.index() + " " + failure.error().code())
                .containsExactly("0 INVALID_FIELD_TYPE", "2 INVALID_ARGUMENT");
        assertThat(post.sources().getFirst().accepted())
                .map(record -> new String(record.bytes(), UTF_8))
                .containsExactly("{\"ü\":[\"é\"]}");
    }

    private static List<String> beyondMeasure() {
        return List.of(
                "7".repeat(1500),
                "1." + "7".repeat(1500),
                "1E99999999999",
                "[".repeat(600) + "]".repeat(600),
                "[1,{\"a\\\"]}\":".repeat(2000) + "\"]}\\\\\"" + "}]".repeat(2000),
                "{\"" + "n".repeat(60_000) + "\":1}");
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
