package dev.ingest.connector;

import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.YamlText;
import dev.ingest.expression.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations as people write them. */
public final class ConfigText {
    private ConfigText() {}

    /**
     * A configuration from JSON or YAML; a date stays the text it is.
     *
     * @throws IllegalArgumentException saying what is wrong, and where
     */
    public static Map<String, @Nullable Object> parse(String text) {
        return JavaValues.map(YamlText.mapping(text));
    }

    /**
     * What a program wrote, of any size.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    public static Map<String, @Nullable Object> json(byte[] text) {
        try {
            if (JsonDocument.value(text) instanceof Value.Dict object) {
                return JavaValues.map(object);
            }
        } catch (JsonSyntaxException invalid) {
            throw new IllegalArgumentException(invalid.problem(), invalid);
        }
        throw new IllegalArgumentException("is no JSON object");
    }
}
