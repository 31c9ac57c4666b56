package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML text to values. */
public final class YamlText {
    /** Twice the largest manifest known. */
    private static final int MAX_CHARACTERS = 3 * 1024 * 1024;

    private static final int MAX_ALIASES = 200;
    private static final int MAX_NESTING = 100;

    /** Aliases multiply: a small text can stand for a huge tree. */
    private static final int MAX_VALUES = 2_000_000;

    private int values;

    private YamlText() {}

    /** @throws ManifestException saying what is wrong, and where */
    static Value.Dict manifest(String yaml) {
        try {
            return mapping(yaml);
        } catch (IllegalArgumentException invalid) {
            throw new ManifestException("", String.valueOf(invalid.getMessage()), invalid);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong, and where */
    public static Value.Dict mapping(String yaml) {
        if (yaml.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "has " + yaml.length() + " characters (limit: MAX_CHARACTERS, " + MAX_CHARACTERS + ")");
        }
        if (new YamlText().value(load(yaml), 0) instanceof Value.Dict mapping) {
            return mapping;
        }
        throw new IllegalArgumentException("is not a mapping (expected names with values)");
    }

    private static @Nullable Object load(String yaml) {
        try {
            return yaml().load(yaml);
        } catch (MarkedYAMLException invalid) {
            String place = invalid.getProblemMark() == null
                    ? ""
                    : " at line " + (invalid.getProblemMark().getLine() + 1) + ", column "
                            + (invalid.getProblemMark().getColumn() + 1);
            throw new IllegalArgumentException("not valid YAML" + place + ": " + invalid.getProblem(), invalid);
        } catch (YAMLException invalid) {
            throw new IllegalArgumentException("not readable as YAML: " + invalid.getMessage(), invalid);
        }
    }

    /** What a text means as YAML; the text itself where it is none. */
    static Value fragment(String text) {
        try {
            return new YamlText().value(yaml().load(text), 0);
        } catch (YAMLException | IllegalArgumentException invalid) {
            return Value.of(text);
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_NESTING);
        options.setAllowDuplicateKeys(true);
        // The last one counts, as in the language; the library would write the key to the log.
        options.setWarnOnDuplicateKeys(false);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new DatesAreText());
    }

    /** A date stays the text it is: no component takes a YAML date, and JSON schemas have none. */
    private static final class DatesAreText extends Resolver {
        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
            if (!tag.equals(Tag.TIMESTAMP)) {
                super.addImplicitResolver(tag, regexp, first, limit);
            }
        }
    }

    private Value value(@Nullable Object loaded, int depth) {
        if (++values > MAX_VALUES) {
            throw new IllegalArgumentException("aliases expand to more than MAX_VALUES (" + MAX_VALUES + ") values");
        }
        if (depth > MAX_NESTING) {
            throw new IllegalArgumentException(
                    "is nested deeper than " + MAX_NESTING + " levels, or holds itself (limit: MAX_NESTING)");
        }
        return switch (loaded) {
            case null -> Value.NONE;
            case String text -> Value.of(text);
            case Boolean flag -> Value.of(flag);
            case Integer number -> Value.of(number);
            case Long number -> Value.of(number);
            case BigInteger number -> new Value.Int(number);
            case Double number -> new Value.Float(number);
            case List<?> list ->
                Value.list(list.stream().map(each -> value(each, depth + 1)).toList());
            case Map<?, ?> map -> dict(map, depth + 1);
            default ->
                throw new IllegalArgumentException("has a value of the unsupported YAML type "
                        + loaded.getClass().getSimpleName());
        };
    }

    private Value dict(Map<?, ?> map, int depth) {
        Map<Value, Value> entries = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, entry) -> entries.put(Value.of(String.valueOf(key)), value(entry, depth)));
        return new Value.Dict(entries);
    }
}
