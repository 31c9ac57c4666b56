package dev.ingest.connector.language;

import dev.ingest.expression.JsonText;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of manifests, for editors: completion, explanations and typing errors. Whether a manifest runs is
 * decided by loading it.
 */
public final class LanguageSchema {
    private static final String RESOURCE = "language.txt";
    private static final String ROOT = "DeclarativeSource";

    private LanguageSchema() {}

    /** The schema of draft 7, as JSON. */
    public static String text() {
        return JsonText.compact(schema());
    }

    static Value.Dict schema() {
        Map<String, Value> definitions = new LinkedHashMap<>();
        for (Definition definition : definitions()) {
            definitions.put(definition.name(), SchemaWriter.component(definition));
        }
        Map<String, Value> schema = new LinkedHashMap<>();
        schema.put("$schema", Value.of("http://json-schema.org/draft-07/schema#"));
        schema.put("title", Value.of("Connector manifest"));
        schema.put("$ref", Value.of("#/definitions/" + ROOT));
        schema.put("definitions", Value.dict(definitions));
        return Value.dict(schema);
    }

    static List<Definition> definitions() {
        List<Definition> definitions = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith("  ")) {
                definitions.getLast().fields().add(Definition.Field.parse(line.strip()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                definitions.add(Definition.parse(line));
            }
        }
        return List.copyOf(definitions);
    }

    private static List<String> lines() {
        try (InputStream resource = LanguageSchema.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
