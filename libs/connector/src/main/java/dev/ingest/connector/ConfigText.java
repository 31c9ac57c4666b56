package dev.ingest.connector;

import dev.ingest.connector.manifest.YamlText;
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
}
