package dev.ingest.connector.manifest;

import dev.ingest.expression.Value;
import java.math.BigInteger;
import java.util.ArrayList;
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
final class ManifestText {
    /** Twice the largest manifest known. */
    private static final int MAX_CHARACTERS = 3 * 1024 * 1024;

    private static final int MAX_ALIASES = 200;
    private static final int MAX_NESTING = 100;

    private ManifestText() {}

    static Value.Dict parse(String yaml) {
        if (yaml.length() > MAX_CHARACTERS) {
            throw new ManifestException(
                    "", "has " + yaml.length() + " characters (limit: MAX_CHARACTERS, " + MAX_CHARACTERS + ")");
        }
        if (value("", load(yaml), 0) instanceof Value.Dict manifest) {
            return manifest;
        }
        throw new ManifestException("", "is not a mapping (expected a DeclarativeSource)");
    }

    private static @Nullable Object load(String yaml) {
        try {
            return yaml().load(yaml);
        } catch (MarkedYAMLException invalid) {
            String place = invalid.getProblemMark() == null
                    ? ""
                    : " at line " + (invalid.getProblemMark().getLine() + 1) + ", column "
                            + (invalid.getProblemMark().getColumn() + 1);
            throw new ManifestException("", "not valid YAML" + place + ": " + invalid.getProblem(), invalid);
        } catch (YAMLException invalid) {
            throw new ManifestException("", "not readable as YAML: " + invalid.getMessage(), invalid);
        }
    }

    /** What a text means as YAML; the text itself where it is none. */
    static Value fragment(String text) {
        try {
            return value("", yaml().load(text), 0);
        } catch (YAMLException invalid) {
            return Value.of(text);
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_NESTING);
        options.setAllowDuplicateKeys(true);
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

    private static Value value(String path, @Nullable Object loaded, int depth) {
        if (depth > MAX_NESTING) {
            throw new ManifestException("", "is nested deeper than " + MAX_NESTING + " levels, or holds itself");
        }
        return switch (loaded) {
            case null -> Value.NONE;
            case String text -> Value.of(text);
            case Boolean flag -> Value.of(flag);
            case Integer number -> Value.of(number);
            case Long number -> Value.of(number);
            case BigInteger number -> new Value.Int(number);
            case Double number -> new Value.Float(number);
            case List<?> list -> list(path, list, depth + 1);
            case Map<?, ?> map -> dict(path, map, depth + 1);
            default -> throw new ManifestException(path, "has a value of an unsupported YAML type");
        };
    }

    private static Value list(String path, List<?> list, int depth) {
        List<Value> values = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            values.add(value(path + "[" + i + "]", list.get(i), depth));
        }
        return new Value.Items(values);
    }

    private static Value dict(String path, Map<?, ?> map, int depth) {
        Map<Value, Value> entries = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, entry) -> {
            String name = String.valueOf(key);
            entries.put(Value.of(name), value(path.isEmpty() ? name : path + "." + name, entry, depth));
        });
        return new Value.Dict(entries);
    }
}
