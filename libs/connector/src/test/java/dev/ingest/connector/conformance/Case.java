package dev.ingest.connector.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** One case file; README.md beside the cases says what each key means. */
record Case(String name, Fields fields) {
    static final Path FOLDER = Path.of("src", "test", "resources", "conformance");

    /** Our own manifests. */
    static final Path CONNECTORS = Path.of("..", "..", "connectors");

    /** Inside double quotes. */
    private static final String RSA_KEY = "${rsa-key}";

    private static final String[] KEYS = {
        "title",
        "covers",
        "origin",
        "compatibility",
        "now",
        "operation",
        "manifest",
        "connector",
        "config",
        "state",
        "read",
        "observe",
        "exchanges",
        "expect"
    };

    static List<Path> files() {
        return files(FOLDER);
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static String name(Path file) {
        return FOLDER.relativize(file).toString().replace('\\', '/').replaceFirst("\\.yaml$", "");
    }

    /** @param base address of the API that takes the place of the placeholder; another host name for the same one is {@code ${other}} */
    static Case load(Path file, String base) {
        try {
            String text = Files.readString(file)
                    .replace("${base}", base)
                    .replace("${other}", base.replace("127.0.0.1", "localhost"));
            text = text.contains(RSA_KEY) ? text.replace(RSA_KEY, newRsaKey()) : text;
            return new Case(name(file), Fields.of(name(file), yaml().load(text)).only(KEYS));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A private key that exists in memory only, in PEM with escaped line ends. */
    private static String newRsaKey() {
        try {
            byte[] key = KeyPairGenerator.getInstance("RSA")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(lines)
                    .replace("\n", "\\n");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has RSA", impossible);
        }
    }

    String title() {
        return fields.text("title").orElse(name);
    }

    List<String> covers() {
        return fields.texts("covers");
    }

    Instant now() {
        return fields.text("now").map(Instant::parse).orElse(Instant.parse("2026-03-01T12:00:00Z"));
    }

    String operation() {
        return fields.text("operation").orElse("read");
    }

    Map<String, @Nullable Object> config(String base) {
        Map<String, @Nullable Object> config =
                new LinkedHashMap<>(fields.fields("config").values());
        config.putIfAbsent("base", base);
        return config;
    }

    Optional<String> state(String stream) {
        return fields.fields("state").value(stream).map(Json::text);
    }

    /** The streams to read; empty for all the connector has. */
    List<String> read() {
        return fields.texts("read");
    }

    List<String> observedHeaders() {
        return fields.texts("observe");
    }

    List<Exchange> exchanges() {
        return fields.each("exchanges").stream().map(Exchange::of).toList();
    }

    Fields expect() {
        return fields.fields("expect");
    }

    /** The manifest as a user would upload it, with the root keys that no case is about filled in. */
    String manifest() {
        Object given = connector()
                .map(Case::shipped)
                .or(() -> fields.value("manifest"))
                .orElseThrow();
        boolean strict = fields.text("compatibility").orElse("strict").equals("strict");
        if (given instanceof String text) {
            return strict ? text + "\ncompatibility: strict\n" : text;
        }
        Map<String, @Nullable Object> manifest =
                new LinkedHashMap<>(Fields.of("manifest", given).values());
        manifest.putIfAbsent("type", "DeclarativeSource");
        manifest.putIfAbsent("version", "7.28.4");
        manifest.putIfAbsent("check", Map.of("type", "CheckStream", "stream_names", firstStream(manifest)));
        if (strict) {
            manifest.put("compatibility", "strict");
        }
        return yaml().dump(manifest);
    }

    /** The name of one of our own connectors, whose manifest is read in place of one in the case. */
    Optional<String> connector() {
        return fields.text("connector");
    }

    private static Object shipped(String connector) {
        try {
            return Files.readString(CONNECTORS.resolve(connector + ".yaml"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Object> firstStream(Map<String, @Nullable Object> manifest) {
        List<Object> names = new ArrayList<>();
        if (manifest.get("streams") instanceof List<?> streams
                && !streams.isEmpty()
                && streams.getFirst() instanceof Map<?, ?> stream
                && stream.get("name") instanceof String name) {
            names.add(name);
        }
        return names;
    }

    /** As manifests are read: YAML 1.1, but a date is text. */
    private static Yaml yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        LoaderOptions loading = new LoaderOptions();
        return new Yaml(new SafeConstructor(loading), new Representer(options), options, loading, new Resolver() {
            @Override
            public void addImplicitResolver(Tag tag, java.util.regex.Pattern regexp, String first, int limit) {
                if (!tag.equals(Tag.TIMESTAMP)) {
                    super.addImplicitResolver(tag, regexp, first, limit);
                }
            }
        });
    }
}
