package dev.ingest.gateway.fuzz;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Posts that are nearly right, and some that are nothing: one seed makes the same posts always. */
public final class Mutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHANGES_MAX = 3;
    private static final int DEPTH_MAX = 4;
    private static final int LENGTH_MAX = 1000;

    /** Each has been somebody's defect. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-0.0",
            "-1",
            "1.5",
            "1e400",
            "1e-400",
            "1E+999999999",
            "1E99999999999",
            "1e-2000",
            "0E-5000",
            "0E99999",
            "1E-99999999",
            "7".repeat(1500),
            "[".repeat(600) + "]".repeat(600),
            "\"+999999999-12-31\"",
            "\"2024-01-15T10:30Z\"",
            "123456789012345678901234567890",
            "9223372036854775808",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"2024-02-30T00:00:00Z\"",
            "\"2024-01-15 10:30:00\"",
            "\"+999999999-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59-18:00\"",
            "\"PT-1S\"",
            "\"PT9999999999999999999S\"",
            "\"FINISHED\"",
            "{}",
            "[]",
            "[[[[]]]]",
            "{\"\":{\"a.b\":[null]}}");

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** A post made from a valid one: changed in a few places, or broken as text. */
    public String of(String valid) {
        String post = changed(parse(valid));
        return random.nextInt(10) == 0 ? broken(post) : post;
    }

    private String changed(JsonNode post) {
        JsonNode root = post;
        for (int i = random.nextInt(CHANGES_MAX + 1); i > 0; i--) {
            List<ContainerNode<?>> places = new ArrayList<>();
            containers(root, places);
            if (places.isEmpty() || random.nextInt(50) == 0) {
                root = value(0);
            } else {
                change(places.get(random.nextInt(places.size())));
            }
        }
        return root.toString();
    }

    private static void containers(JsonNode node, List<ContainerNode<?>> found) {
        if (node instanceof ContainerNode<?> container) {
            found.add(container);
            container.forEach(child -> containers(child, found));
        }
    }

    private void change(ContainerNode<?> place) {
        switch (place) {
            case ObjectNode object -> change(object);
            case ArrayNode array -> change(array);
            case ContainerNode<?> other -> throw new IllegalStateException("neither object nor array: " + other);
        }
    }

    private void change(ObjectNode object) {
        List<String> names =
                object.propertyStream().map(java.util.Map.Entry::getKey).toList();
        if (names.isEmpty() || random.nextInt(5) == 0) {
            object.set("more" + random.nextInt(3), value(0));
        } else if (random.nextInt(3) == 0) {
            object.remove(names.get(random.nextInt(names.size())));
        } else {
            object.set(names.get(random.nextInt(names.size())), value(0));
        }
    }

    private void change(ArrayNode array) {
        if (array.isEmpty() || random.nextInt(3) == 0) {
            array.insert(random.nextInt(array.size() + 1), value(0));
        } else if (random.nextBoolean()) {
            array.add(array.get(random.nextInt(array.size())).deepCopy());
        } else {
            array.set(random.nextInt(array.size()), value(0));
        }
    }

    private JsonNode value(int depth) {
        if (depth < DEPTH_MAX && random.nextInt(8) == 0) {
            ArrayNode array = JSON.createArrayNode();
            for (int i = random.nextInt(4); i > 0; i--) {
                array.add(value(depth + 1));
            }
            return array;
        }
        return parse(VALUES.get(random.nextInt(VALUES.size())));
    }

    private String broken(String post) {
        int at = random.nextInt(post.length() + 1);
        return switch (random.nextInt(4)) {
            case 0 -> post.substring(0, at);
            case 1 -> post.substring(0, at) + (char) random.nextInt(0x250) + post.substring(at);
            case 2 -> post + post;
            default -> post.substring(0, at) + "{\"a\":".repeat(2000) + post.substring(at);
        };
    }

    /** What no reader takes, or no writer would write within others, is put in as it is. */
    private static JsonNode parse(String json) {
        try {
            if (json.length() > LENGTH_MAX) {
                return JSON.getNodeFactory().rawValueNode(new RawValue(json));
            }
            return JSON.reader()
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(json);
        } catch (StreamConstraintsException | NumberFormatException unreadable) {
            return JSON.getNodeFactory().rawValueNode(new RawValue(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
