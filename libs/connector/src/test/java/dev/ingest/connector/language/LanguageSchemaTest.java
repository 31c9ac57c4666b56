package dev.ingest.connector.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What editors are told is what the parsers read. */
class LanguageSchemaTest {
    private static final Path PARSERS = Path.of("src/main/java/dev/ingest/connector/manifest");

    /** How parsers ask a component for a field. */
    private static final Pattern FIELD = Pattern.compile(
            "\\.(?:text|requiredText|template|requiredTemplate|templates|child|requiredChild|children|flag|integer|list|value|required"
                    + "|shape|choice)\\(\\s*\"([a-z_]+)\"");

    /** How parsers name the types they read. */
    private static final Pattern TYPE = Pattern.compile("\"([A-Z][A-Za-z]+)\",\\s+[a-zA-Z]+\\s*(?:->|::)");

    /** Fields of mappings that are no components. */
    private static final Set<String> INNER = Set.of(
            "consent_url",
            "access_token_url",
            "scope",
            "state",
            "min",
            "max",
            "extract_output",
            "scopes_join_strategy");

    private static Set<String> found(Pattern pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(PARSERS)) {
            for (Path file : files.toList()) {
                Matcher matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            }
        }
        return found;
    }

    private static Set<String> fields() {
        return LanguageSchema.definitions().stream()
                .flatMap(definition -> definition.fields().stream())
                .map(Definition.Field::name)
                .collect(Collectors.toSet());
    }

    @Test
    void everyFieldThatAParserAsksForIsInTheSchema() throws IOException {
        Set<String> asked = found(FIELD);
        asked.removeAll(INNER);

        assertThat(asked).hasSizeGreaterThan(150);
        assertThat(fields()).containsAll(asked);
    }

    @Test
    void everyTypeThatAParserReadsIsInTheSchema() throws IOException {
        Set<String> types =
                LanguageSchema.definitions().stream().map(Definition::type).collect(Collectors.toSet());

        assertThat(found(TYPE)).hasSizeGreaterThan(50);
        assertThat(types).containsAll(found(TYPE));
    }

    @Test
    void everyDefinitionOfTheLanguageIsInTheSchema() throws IOException {
        List<String> names =
                LanguageSchema.definitions().stream().map(Definition::name).toList();
        List<String> language;
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/conformance/definitions.txt"))) {
            language = lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split("[: ]")[0])
                    // Helpers that are no components: they stand as plain types in the schema.
                    .filter(name -> !Set.of("PrimaryKey", "ValueType", "Schemas", "SchemaNormalization")
                            .contains(name))
                    .toList();
        }

        assertThat(language).hasSizeGreaterThan(100);
        assertThat(names).doesNotHaveDuplicates().containsAll(language);
    }
}
