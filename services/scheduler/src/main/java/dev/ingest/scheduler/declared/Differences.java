package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What differs between two states of a thing, field by field. */
final class Differences {
    private static final int SHOWN_MAX = 500;

    private Differences() {}

    /** @return by the path of the field; empty if nothing differs */
    static Map<String, Applied.Field> between(Optional<JsonNode> before, JsonNode after) {
        Map<String, String> from = new TreeMap<>();
        Map<String, String> to = new TreeMap<>();
        before.ifPresent(node -> flatten("", node, from));
        flatten("", after, to);
        Map<String, Applied.Field> fields = new TreeMap<>();
        to.forEach((path, value) -> {
            if (!value.equals(from.get(path))) {
                fields.put(path, new Applied.Field(Optional.ofNullable(from.get(path)), Optional.of(value)));
            }
        });
        from.forEach((path, value) -> {
            if (!to.containsKey(path)) {
                fields.put(path, new Applied.Field(Optional.of(value), Optional.empty()));
            }
        });
        return fields;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                flatten("%s[%d]".formatted(path, i), node.get(i), into);
            }
        } else {
            into.put(path, cut(node.isValueNode() ? node.asText() : node.toString()));
        }
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), SHOWN_MAX));
    }
}
