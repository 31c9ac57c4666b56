package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.read.SliceResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static void refused(String manifest, String message) {
        assertThatThrownBy(() -> Connector.load(manifest))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void whatIsNotSupportedIsNamedWithItsPath() {
        refused(
                Yaml.stream()
                        .requester("authenticator: { type: JwtAuthenticatr }")
                        .text(),
                "streams[0].retriever.requester.authenticator: type JwtAuthenticatr is not a component of the language");
        refused(
                Yaml.stream()
                        .requester("authenticator: { type: CustomAuthenticator, class_name: source_x.components.Auth }")
                        .text(),
                "streams[0].retriever.requester.authenticator: class_name source_x.components.Auth is a Python class, which is not supported");
        refused(
                Yaml.stream()
                        .requester("authenticator: { class_name: source_x.components.Auth }")
                        .text(),
                "streams[0].retriever.requester.authenticator: class_name source_x.components.Auth");
        refused(
                Yaml.stream()
                        .retriever("decoder: { type: GzipDecoder, decoder: { type: XmlDecoder } }")
                        .text(),
                "streams[0].retriever.decoder.decoder: type XmlDecoder does not belong here (expected one of CsvDecoder, GzipDecoder, JsonDecoder, ");
        refused(
                Yaml.stream().stream("state_migrations: [{ type: LegacyToPerPartitionStateMigration }]")
                        .text(),
                "streams[0].state_migrations[0]: stands in a stream without incremental_sync (expected one)");
    }

    @Test
    void aNameThatATemplateCannotReadWhereItStandsIsNamed() {
        refused(
                Yaml.stream()
                        .requester("request_parameters: { since: \"{{ stream_state.at }}\" }")
                        .text(),
                "streams[0].retriever.requester.request_parameters.since: template reads 'stream_state', which is no longer"
                        + " part of the language (expected one of config, creation_response, ");
        refused(
                Yaml.stream()
                        .requester("request_headers: { X-Id: \"{{ record.id }}\" }")
                        .text(),
                "streams[0].retriever.requester.request_headers.X-Id: template reads 'record', which is not available here");
        refused(
                Yaml.stream().stream(
                                "transformations: [{ type: AddFields, fields: [{ path: [a], value: \"{{ rekord.id }}\" }] }]")
                        .text(),
                "streams[0].transformations[0].fields[0].value: template reads 'rekord', which is not available here"
                        + " (expected one of config, parameters, record, stream_interval, stream_partition, stream_slice)");
    }

    @Test
    void mistakesAreNamedWithTheirPath() {
        refused("- a", "manifest: is not a mapping (expected names with values)");
        refused("a: [", "manifest: not valid YAML at line 1, column 5: ");
        refused("", "manifest: is not a mapping");
        refused(
                "type: DeclarativeSource\nstreams: []\ncheck: { type: CheckStream }",
                "streams: is empty (expected at least one stream)");
        refused(
                Yaml.stream().requester("http_method: FETCH").text(),
                "streams[0].retriever.requester.http_method: is 'FETCH' (expected one of [GET, POST, PUT, PATCH, DELETE, HEAD])");
        refused(
                Yaml.stream()
                        .requester("request_parameters: { a: \"{{ nope() }}\" }")
                        .text(),
                "streams[0].retriever.requester.request_parameters.a: template does not compile: unknown function 'nope' (at character 4)");
        refused(
                Yaml.stream().retriever("paginator: { type: DefaultPaginator }").text(),
                "streams[0].retriever.paginator: DefaultPaginator has no pagination_strategy (expected one)");
        refused(
                Yaml.stream().stream(
                                "incremental_sync: { type: DatetimeBasedCursor, cursor_field: a, datetime_format: b, start_datetime: c, step: P1D }")
                        .text(),
                "streams[0].incremental_sync: has step without cursor_granularity (expected both or neither)");
        refused(
                Yaml.stream().text().replace("[things]", "[thingies]"),
                "check.stream_names: names the unknown stream 'thingies'");
        refused(
                Yaml.stream()
                        .requester(
                                "error_handler: { type: DefaultErrorHandler, response_filters: [{ http_codes: [9000] }] }")
                        .text(),
                "streams[0].retriever.requester.error_handler.response_filters[0].http_codes: holds '9000' (expected HTTP status codes)");
    }

    @Test
    void referencesAreResolvedShallowlyAndMayNotRunInCircles() {
        refused(
                "type: DeclarativeSource\na: { $ref: '#/b' }\nb: { $ref: '#/a' }",
                "a: reference '#/b' leads back to itself: [#/b, #/a]");
        refused(
                "type: DeclarativeSource\nstreams: '#/nowhere'",
                "streams: reference '#/nowhere' points at nothing in the manifest");
    }

    @Test
    void referencesThatMultiplyAreStopped() {
        StringBuilder manifest = new StringBuilder("type: DeclarativeSource\na0: [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            manifest.append(
                    "a%d: [%s]\n".formatted(i, "'#/a%d', ".formatted(i - 1).repeat(10)));
        }
        assertThatThrownBy(() -> Connector.load(manifest.toString()))
                .hasMessageContaining("references expand to ")
                .hasMessageContaining(" values (limit: MAX_VALUES, 3000000)");
    }

    /** Keys beside a $ref replace whole sub-objects; parameters fill what is missing or false; keys may hold slashes. */
    @Test
    void referencesAndParametersReachTheComponents() {
        String manifest = """
                type: DeclarativeSource
                check: { stream_names: [things] }
                definitions:
                  requester:
                    url_base: "{{ config['url'] }}"
                    request_parameters: { gone: 1 }
                    request_headers: { X-Kept: "{{ parameters['name'] }}" }
                  a/b: [data]
                  stream:
                    $parameters: { name: things, path: from/parameter, primary_key: id }
                    retriever:
                      requester:
                        $ref: "#/definitions/requester"
                        path: ""
                        request_parameters: { kept: 2 }
                      record_selector: { extractor: { field_path: "#/definitions/a/b" } }
                    schema_loader: { type: InlineSchemaLoader, schema: { type: object, properties: { name: { type: string } } } }
                streams:
                  - "#/definitions/stream"
                """;
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"));
                ConnectorSession session = new TestTime().session()) {
            Connector connector = Connector.load(manifest);
            StreamInfo stream = connector.stream("things").orElseThrow();
            SliceResult result = connector.read(
                    "things",
                    Map.of("url", api.url()),
                    dev.ingest.connector.read.Slice.WHOLE,
                    session,
                    TestTime.deadline(),
                    new Collected());

            assertThat(result).isEqualTo(new SliceResult.Completed(java.util.Optional.empty(), 1, 1));
            assertThat(api.requests().getFirst().uri()).hasToString("/from/parameter?kept=2");
            assertThat(api.requests().getFirst().headers()).containsEntry("x-kept", "things");
            assertThat(stream.primaryKey()).hasToString("[[id]]");
            assertThat(stream.jsonSchema())
                    .isEqualTo(Map.of("type", "object", "properties", Map.of("name", Map.of("type", "string"))));
        }
    }

    @Test
    void duplicateKeysAreTheLastOne() {
        assertThat(Connector.load(Yaml.stream().text() + "version: 1.2.3\n").version())
                .isEqualTo("1.2.3");
    }

    @Test
    void configurationsAreComparedWithTheSpec() {
        Connector connector = Connector.load(
                Yaml.stream()
                        .text()
                        .replace(
                                "{ type: object, properties: {} }",
                                "{ type: object, required: [a, o], properties: { a: { type: string }, n: { type: integer }, e: { type: string, enum: [x, y] }, o: { type: object, required: [k] } } }"));

        assertThat(connector.validateConfig(Map.of("a", "s", "n", 3, "o", Map.of("k", 1))))
                .isEmpty();
        assertThat(connector.validateConfig(Map.of("n", "3", "e", "z", "o", Map.of())))
                .containsExactlyInAnyOrder(
                        "config.a: is missing (expected string)",
                        "config.n: has the wrong type (expected integer)",
                        "config.e: is none of the allowed values (expected one of [x, y])",
                        "config.o.k: is missing (expected a value)");
    }

    @Test
    void problemsAreThoseOfTheAlternativeThatItsConstantNames() {
        Connector connector = Connector.load(
                Yaml.stream()
                        .text()
                        .replace(
                                "{ type: object, properties: {} }",
                                "{ type: object, properties: { c: { type: object, oneOf: ["
                                        + "{ required: [kind, t], properties: { kind: { const: token }, t: { type: string } } }, "
                                        + "{ required: [kind, s, t], properties: { kind: { const: oauth }, s: { type: string }, t: { type: string } } }] } } }"));

        assertThat(connector.validateConfig(Map.of("c", Map.of("kind", "oauth"))))
                .containsExactly(
                        "config.c.s: is missing (expected string)", "config.c.t: is missing (expected string)");
        assertThat(connector.validateConfig(Map.of("c", Map.of("kind", "oauth", "s", "1", "t", "2"))))
                .isEmpty();
        assertThat(connector.validateConfig(Map.of("c", Map.of("kind", "other", "t", "2"))))
                .containsExactly("config.c.kind: is not the one allowed value (expected token)");
    }

    @Test
    void compatibilityIsWhatTheManifestSaysUnlessTheCallerSaysOtherwise() {
        String manifest = Yaml.stream().text();

        assertThat(Connector.load(manifest).compatibility()).isEqualTo(Compatibility.DEFAULT);
        assertThat(Connector.load(manifest + "compatibility: strict\n").compatibility())
                .isEqualTo(Compatibility.STRICT);
        assertThat(Connector.load(manifest + "compatibility: strict\n", Compatibility.DEFAULT)
                        .compatibility())
                .isEqualTo(Compatibility.DEFAULT);
        refused(manifest + "compatibility: exact\n", "compatibility: is 'exact' (expected one of [strict, default])");
    }
}
