package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.read.SliceResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private static List<String> records(Yaml manifest, String body) {
        try (TestApi api = TestApi.answering(request -> Answer.json(body))) {
            Reading reading = new Reading(api, manifest).with("a", 5).with("nothing", "");
            SliceResult result = reading.read();
            assertThat(result).isInstanceOf(SliceResult.Completed.class);
            return reading.sink.records();
        }
    }

    private static String selector(String path, String more) {
        return "{ type: RecordSelector, extractor: { type: DpathExtractor, field_path: " + path + " }" + more + " }";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[data] | {'data':[{'i':1},{'i':2}]} | {'i':1};{'i':2}",
                "[data] | {'data':{'i':1}} | {'i':1}",
                "[data] | {'data':{}} | ''",
                "[data] | {'other':[{'i':1}]} | ''",
                "[] | [{'i':1},{'i':2}] | {'i':1};{'i':2}",
                "[] | {'i':1} | {'i':1}",
                "[] | [] | ''",
                "[a, b] | {'a':{'b':[{'i':1}]}} | {'i':1}",
                "['*', v] | {'x':{'v':{'i':1}},'y':{'v':{'i':2}},'z':{}} | {'i':1};{'i':2}",
                "[data, '*', node] | {'data':[{'node':{'i':1}},{'node':{'i':2}}]} | {'i':1};{'i':2}",
                "[rows] | [{'rows':[{'i':1}]},{'rows':[{'i':2}]}] | {'i':1};{'i':2}",
                "[\"{{ config['a'] }}\"] | {'5':[{'i':1}]} | {'i':1}",
            })
    void recordsAreFoundByTheirPath(String path, String body, String expected) {
        List<String> found = records(Yaml.stream().selector(selector(path, "")), body.replace('\'', '"'));

        assertThat(String.join(";", found)).isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void untouchedRecordsKeepTheirOwnBytesUnlessTheySpanLines() {
        String body =
                "{\"data\":[{\"b\" : 1.50, \"big\": 123456789012345678901234567890, \"e\":1E3, \"u\":\"\\u00e9\"},{\"a\":\n1}]}";

        assertThat(records(Yaml.stream(), body))
                .containsExactly(
                        "{\"b\" : 1.50, \"big\": 123456789012345678901234567890, \"e\":1E3, \"u\":\"\\u00e9\"}",
                        "{\"a\":1}");
    }

    @Test
    void filtersKeepRecordsWhoseConditionHolds() {
        String filter = ", record_filter: { type: RecordFilter, condition: \"%s\" }";
        String body = "{\"data\":[{\"s\":\"open\",\"n\":1},{\"s\":\"no\",\"n\":null},{\"n\":0}]}";

        assertThat(records(
                        Yaml.stream().selector(selector("[data]", filter.formatted("{{ record.s == 'open' }}"))), body))
                .hasSize(1);
        // "no" is true: only Python's own false values are false.
        assertThat(records(Yaml.stream().selector(selector("[data]", filter.formatted("{{ record['n'] }}"))), body))
                .containsExactly("{\"s\":\"open\",\"n\":1}");
        assertThat(records(Yaml.stream().selector(selector("[data]", filter.formatted("{{ record.s }}"))), body))
                .hasSize(2);
        // An expression that fails on a type keeps the record.
        assertThat(records(Yaml.stream().selector(selector("[data]", filter.formatted("{{ record.n > 0 }}"))), body))
                .containsExactly("{\"s\":\"open\",\"n\":1}", "{\"s\":\"no\",\"n\":null}");
    }

    @Test
    void addedFieldsAreCoercedAndNarrowed() {
        Yaml manifest = Yaml.stream().stream("""
                transformations:
                  - type: AddFields
                    fields:
                      - { path: [n], value: "{{ record.id + 1 }}" }
                      - { path: [text], value: "{{ record.id + 1 }}", value_type: string }
                      - { path: [deep, "2", a], value: "{{ {'x': [1, None]} }}" }
                      - { path: [json], value: "[1, true]" }
                      - { path: [absent], value: "{{ config.missing }}" }
                      - { path: [chain], value: "{{ record.n }}" }
                  - type: AddFields
                    condition: "{{ record.id > 1 }}"
                    fields: [{ path: [late], value: "{{ stream_slice | length }}" }]
                """);

        assertThat(records(manifest, "{\"data\":[{\"id\":1},{\"id\":2}]}"))
                .containsExactly(
                        "{\"id\":1,\"n\":2,\"text\":\"2\",\"deep\":[null,null,{\"a\":{\"x\":[1,null]}}],\"json\":\"[1, true]\",\"absent\":\"\",\"chain\":2}",
                        "{\"id\":2,\"n\":3,\"text\":\"3\",\"deep\":[null,null,{\"a\":{\"x\":[1,null]}}],\"json\":\"[1, true]\",\"absent\":\"\",\"chain\":3,\"late\":0}");
    }

    @Test
    void anUndefinedBranchInAnAddedFieldFailsTheRead() {
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"))) {
            Yaml manifest = Yaml.stream().stream(
                    "transformations: [{ type: AddFields, fields: [{ path: [x], value: \"{{ record.a.b }}\" }] }]");

            assertThat(Reading.failed(new Reading(api, manifest).read(), ReadException.Kind.CONFIG)
                            .message())
                    .isEqualTo("things: streams[0].transformations[0].fields[0].value: 'a' is undefined");
        }
    }

    @Test
    void removedFieldsLeaveNullsInLists() {
        Yaml manifest = Yaml.stream().stream("""
                transformations:
                  - type: RemoveFields
                    field_pointers: [[secret], [inner, secret], [list, "0"], ["**", hidden]]
                  - type: RemoveFields
                    condition: "{{ property == '' }}"
                    field_pointers: [["*"]]
                """);

        assertThat(
                        records(
                                manifest,
                                "{\"data\":[{\"secret\":1,\"inner\":{\"secret\":2,\"hidden\":3,\"k\":4},\"list\":[1,2],\"empty\":\"\"}]}"))
                .containsExactly("{\"inner\":{\"k\":4},\"list\":[null,2]}");
    }

    @Test
    void keysBecomeLowerCase() {
        assertThat(records(
                        Yaml.stream().stream("transformations: [{ type: KeysToLower }]"),
                        "{\"data\":[{\"ID\":1,\"Na\":{\"In\":2}}]}"))
                .containsExactly("{\"id\":1,\"na\":{\"In\":2}}");
    }

    @Test
    void defaultNormalisationCastsToTheSchema() {
        Yaml manifest = Yaml.stream().selector(selector("[data]", ", schema_normalization: Default")).stream("""
                        schema_loader:
                          type: InlineSchemaLoader
                          schema:
                            type: object
                            properties:
                              n: { type: [number, "null"] }
                              i: { type: integer }
                              s: { type: [string, "null"] }
                              b: { type: boolean }
                              l: { type: array, items: { type: string } }
                              o: { type: object, properties: { n: { type: number } } }
                              any: { type: [string, number] }
                        """);

        assertThat(
                        records(
                                manifest,
                                "{\"data\":[{\"n\":\"1.5\",\"i\":\"7\",\"s\":3,\"b\":\"true\",\"l\":[1],\"o\":{\"n\":\"2\"},\"any\":1,\"x\":4},{\"n\":\"abc\",\"s\":null}]}"))
                .containsExactly(
                        "{\"n\":1.5,\"i\":7,\"s\":\"3\",\"b\":true,\"l\":[\"1\"],\"o\":{\"n\":2.0},\"any\":1,\"x\":4}",
                        "{\"n\":\"abc\",\"s\":null}");
    }
}
