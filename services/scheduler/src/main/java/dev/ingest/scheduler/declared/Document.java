package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingest.connector.config.JsonSchema;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.expression.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a document may look like. */
final class Document {
    /** The schema: for editors, for whoever writes documents, and for the check here. */
    static final String SCHEMA = text();

    private static final Value.Dict RULES = rules();
    private static final int THINGS_MAX = 2_000;
    private static final int PROBLEMS_MAX = 10;
    private static final int SHOWN_MAX = 100;
    private static final Pattern PROBLEM = Pattern.compile("document\\.?(\\S*): (.*)");

    private Document() {}

    /**
     * @param kind what it is
     * @param path where it stands in the document
     * @param node what is said of it
     */
    record Item(Kind kind, String path, JsonNode node) {
        String name() {
            return kind.name(node);
        }
    }

    /** The items in the order of the kinds; {@code INVALID_ARGUMENT} names paths, values and what was expected. */
    static List<Item> items(JsonNode document, List<Kind> kinds) {
        check(document);
        List<Item> items = new ArrayList<>();
        for (Kind kind : kinds) {
            items.addAll(items(kind, document.path(kind.field())));
        }
        if (items.size() > THINGS_MAX) {
            throw IngestException.invalid("document: %d things (expected: at most %d; apply it in parts)"
                    .formatted(items.size(), THINGS_MAX));
        }
        return items;
    }

    private static List<Item> items(Kind kind, JsonNode list) {
        Map<JsonNode, Item> items = new IdentityHashMap<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            Item item = new Item(kind, "%s[%d]".formatted(kind.field(), i), list.get(i));
            if (!names.add(item.name())) {
                throw IngestException.invalid(
                        "%s: '%s' is there twice (expected: once)".formatted(item.path(), item.name()));
            }
            items.put(item.node(), item);
        }
        List<JsonNode> nodes = new ArrayList<>();
        list.forEach(nodes::add);
        return kind.inOrder(nodes).stream().map(items::get).toList();
    }

    private static void check(JsonNode document) {
        List<String> problems = JsonSchema.problems("document", RULES, asked(document));
        if (!problems.isEmpty()) {
            throw IngestException.invalid(problems.stream()
                    .limit(PROBLEMS_MAX)
                    .map(problem -> shown(problem, document))
                    .collect(Collectors.joining("; ")));
        }
    }

    /** With the value, where the schema knows the field: what it does not know may be a secret in the wrong place. */
    private static String shown(String problem, JsonNode document) {
        Matcher parts = PROBLEM.matcher(problem);
        if (!parts.matches()) {
            return problem;
        }
        String path = parts.group(1).isEmpty() ? "document" : parts.group(1);
        JsonNode value =
                document.at("/" + parts.group(1).replaceAll("[.\\[]", "/").replace("]", ""));
        boolean secretive = problem.contains("is not a property") || value.isContainerNode() || value.isMissingNode();
        String text = value.asText();
        return secretive
                ? "%s: %s".formatted(path, parts.group(2))
                : "%s: '%s' %s".formatted(path, text.substring(0, Math.min(text.length(), SHOWN_MAX)), parts.group(2));
    }

    private static Value asked(JsonNode document) {
        try {
            return value(document.toString());
        } catch (JsonSyntaxException tooDeep) {
            throw new IngestException(ErrorCode.INVALID_ARGUMENT, "document: " + tooDeep.getMessage(), tooDeep);
        }
    }

    private static Value value(String json) throws JsonSyntaxException {
        return JsonDocument.value(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Value.Dict rules() {
        try {
            return (Value.Dict) value(SCHEMA);
        } catch (JsonSyntaxException impossible) {
            throw new IllegalStateException("the schema is JSON", impossible);
        }
    }

    private static String text() {
        try (InputStream stream = Objects.requireNonNull(
                Document.class.getResourceAsStream("/ingest.schema.json"), "ingest.schema.json")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
