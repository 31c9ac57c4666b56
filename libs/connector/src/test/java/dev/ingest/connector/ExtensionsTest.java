package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingest.connector.TestApi.Answer;
import dev.ingest.connector.extension.CustomConfigTransformation;
import dev.ingest.connector.extension.CustomRecordExtractor;
import dev.ingest.connector.extension.CustomRecordFilter;
import dev.ingest.connector.extension.CustomSchemaLoader;
import dev.ingest.connector.extension.CustomTransformation;
import dev.ingest.connector.extension.CustomValidationStrategy;
import dev.ingest.connector.http.ReadException;
import dev.ingest.connector.manifest.ManifestException;
import dev.ingest.connector.read.Slice;
import dev.ingest.connector.read.SliceResult;
import dev.ingest.expression.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtensionsTest {
    private static final String MANIFEST = Yaml.stream().stream("""
                    transformations: [{ type: CustomTransformation, class_name: source_x.Mark, mark: "!" }]
                    schema_loader: { type: CustomSchemaLoader, class_name: source_x.Schema }
                    """)
            .selector("{ type: RecordSelector, extractor: { class_name: source_x.Extract }, record_filter:"
                    + " { type: CustomRecordFilter, class_name: source_x.Filter } }")
            .text()
            .replace("spec:\n  type: Spec\n", """
                    spec:
                      type: Spec
                      config_normalization_rules:
                        type: ConfigNormalizationRules
                        transformations: [{ type: CustomConfigTransformation, class_name: source_x.Config }]
                        validations:
                          - type: DpathValidator
                            field_path: [added]
                            validation_strategy: { type: CustomValidationStrategy, class_name: source_x.Valid }
                    """);

    private static final Map<String, Extensions.Factory> ALL = Map.of(
            "source_x.Mark",
            fields -> (CustomTransformation) (record, config) ->
                    record.entries().put(Value.of("mark"), fields.at("mark").orElseThrow()),
            "source_x.Extract",
            fields -> (CustomRecordExtractor) (response, config) -> response instanceof Value.Dict body
                            && body.at("data").orElse(Value.NONE) instanceof Value.Items(var records)
                    ? records
                    : List.of(),
            "source_x.Filter",
            fields -> (CustomRecordFilter)
                    (record, slice, config) -> !record.at("id").equals(config.at("added")),
            "source_x.Schema",
            fields -> (CustomSchemaLoader) config -> Value.dict(Map.of("type", Value.of("object"))),
            "source_x.Config",
            fields -> (CustomConfigTransformation) config -> config.entries().put(Value.of("added"), Value.of(2)),
            "source_x.Valid",
            fields -> (CustomValidationStrategy)
                    value -> value.equals(Value.of(2)) ? List.of() : List.of("is not the added one"));

    @Test
    void replacementsStandInTheirPlaces() {
        Connector connector = Connector.load(MANIFEST, Extensions.of(ALL));
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1},{\"id\":2}]}"));
                ConnectorSession session = new TestTime().session()) {
            Collected records = new Collected();
            ConfiguredConnector configured =
                    connector.configured(Map.of("url", api.url()), session, TestTime.deadline());

            SliceResult result = configured.read("things", Slice.WHOLE, records);

            assertThat(result).isInstanceOf(SliceResult.Completed.class);
            assertThat(records.records()).containsExactly("{\"id\":1,\"mark\":\"!\"}");
            assertThat(configured.schema("things")).isEqualTo(Map.of("type", "object"));
            assertThat(connector.validateConfig(Map.of("url", api.url()))).isEmpty();
        }
    }

    @Test
    void whatAReplacementThrowsIsAFailureWithItsPlaceAndWithoutSecrets() {
        String manifest =
                Yaml.stream().requester("authenticator: { type: BearerAuthenticator, api_token: s3cret-t0ken }").stream(
                                "transformations: [{ type: CustomTransformation, class_name: source_x.Mark }]")
                        .text();
        Extensions.Factory broken = fields -> (CustomTransformation) (record, config) -> {
            throw new IllegalStateException("cannot mark with s3cret-t0ken");
        };
        Connector connector = Connector.load(manifest, Extensions.of(Map.of("source_x.Mark", broken)));
        try (TestApi api = TestApi.answering(request -> Answer.json("{\"data\":[{\"id\":1}]}"))) {
            assertThat(Reading.failed(new Reading(api, connector).read(), ReadException.Kind.CONFIG)
                            .message())
                    .startsWith(
                            "things: unforeseen failure: java.lang.IllegalStateException: cannot mark with **** at dev.ingest.connector.ExtensionsTest.");
        }
    }

    @Test
    void aClassWithoutAReplacementIsNamed() {
        assertThatThrownBy(() -> Connector.load(MANIFEST))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("class_name source_x.")
                .hasMessageContaining("is a Python class, which is not supported");
    }

    @Test
    void aReplacementForAnotherPlaceIsRefused() {
        Map<String, Extensions.Factory> wrong = Map.of("source_x.Mark", ALL.get("source_x.Schema"));
        String manifest = Yaml.stream().stream(
                        "transformations: [{ type: CustomTransformation, class_name: source_x.Mark }]")
                .text();

        assertThatThrownBy(() -> Connector.load(manifest, Extensions.of(wrong)))
                .hasMessage(
                        "streams[0].transformations[0].class_name: source_x.Mark is replaced by something else (expected a CustomTransformation)");
    }

    @Test
    void aPlaceThatTakesNoReplacementSaysSo() {
        String manifest = Yaml.stream()
                .retriever("decoder: { type: CustomDecoder, class_name: source_x.Mark }")
                .text();

        assertThatThrownBy(() -> Connector.load(manifest, Extensions.of(ALL)))
                .hasMessageStartingWith("streams[0].retriever.decoder: type CustomDecoder is a Python class");
    }
}
