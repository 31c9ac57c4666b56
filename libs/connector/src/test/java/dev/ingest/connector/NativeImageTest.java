package dev.ingest.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingest.connector.language.LanguageSchema;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What a native image must be told: resources that are read at run time, and the class that the JDK makes by name. */
class NativeImageTest {
    private static final String METADATA = "META-INF/native-image/dev.ingest/connector/reachability-metadata.json";

    @Test
    void everyResourceIsRegistered() throws IOException, URISyntaxException {
        Path root = root();
        try (Stream<Path> files = Files.walk(root)) {
            List<String> resources = files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> !file.endsWith(".class") && !file.startsWith("META-INF/native-image"))
                    .toList();
            assertThat(entries("resources", "glob")).containsExactlyInAnyOrderElementsOf(resources);
        }
    }

    /** Where the classes and resources of this library are. */
    private static Path root() throws URISyntaxException {
        return Path.of(LanguageSchema.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static List<String> entries(String section, String key) throws IOException {
        try (InputStream file = Objects.requireNonNull(NativeImageTest.class.getResourceAsStream("/" + METADATA))) {
            Map<String, List<Map<String, Object>>> metadata = new Yaml().load(file);
            return Objects.requireNonNull(metadata.get(section)).stream()
                    .map(entry -> String.valueOf(entry.get(key)))
                    .toList();
        }
    }
}
