package dev.ingest.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.ingest.connector.ConfigText;
import dev.ingest.connector.language.LanguageSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The JSON Schema that editors use. */
class SchemaTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(LanguageSchema.text(), InputFormat.JSON);

    private static List<String> problems(String yaml) {
        return SCHEMA.validate(Json.text(ConfigText.parse(yaml)), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void ourOwnManifestsFit() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../connectors"))) {
            List<Path> manifests =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(manifests).isNotEmpty();
            for (Path manifest : manifests) {
                assertThat(problems(Files.readString(manifest)))
                        .as(manifest.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void aMisspeltFieldAndAMissingOneAreSeen() {
        String manifest = """
                version: 6.0.0
                check: { type: CheckStream, stream_names: [a] }
                streams: [{ type: DeclarativeStream, name: a, retriever: { type: SimpleRetriever, requester: %s,
                  record_selector: { type: RecordSelector, extractor: { type: DpathExtractor, field_path: [] } } } }]
                """;

        assertThat(problems(manifest.formatted("{ type: HttpRequester, url: x }")))
                .isEmpty();
        assertThat(problems(manifest.formatted("{ type: HttpRequester, ulr: x }")))
                .isNotEmpty();
        assertThat(problems(manifest.replace("version: 6.0.0\n", "").formatted("'#/definitions/r'")))
                .isNotEmpty();
        assertThat(problems(manifest.formatted("{ $ref: '#/definitions/r', path: x }")))
                .isEmpty();
    }
}
