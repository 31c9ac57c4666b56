package dev.ingest.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A policy as AWS reads it, by AWS's reference of policy evaluation, for what the printed ones are made of. */
public record IamPolicy(JsonNode json) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What somebody wants to do.
     *
     * @param principal ARN of the role
     * @param context condition keys that the request has
     */
    public record Request(String principal, String action, String resource, Map<String, String> context) {}

    /** @param json what the text of the policy says */
    public static IamPolicy of(Map<String, ?> json) {
        return new IamPolicy(JSON.valueToTree(json));
    }

    public static IamPolicy read(String json) {
        try {
            return new IamPolicy(JSON.readTree(json));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException(json, unreadable);
        }
    }

    public boolean allows(Request request) {
        return anyIs("Allow", request) && !anyIs("Deny", request);
    }

    private boolean anyIs(String effect, Request request) {
        return list(json.path("Statement")).stream()
                .filter(statement -> statement.path("Effect").asText().equals(effect))
                .anyMatch(statement -> concerns(statement, request));
    }

    private static boolean concerns(JsonNode statement, Request request) {
        JsonNode who = statement.path("Principal");
        return (who.isMissingNode() || who.asText().equals("*") || like(who.path("AWS"), request.principal()))
                && like(statement.path("Action"), request.action())
                && (!statement.has("Resource") || like(statement.path("Resource"), request.resource()))
                && statement.path("Condition").properties().stream()
                        .allMatch(operator -> holds(operator.getKey(), operator.getValue(), request));
    }

    /** A key that the request has not makes it false. */
    private static boolean holds(String operator, JsonNode keys, Request request) {
        return keys.properties().stream().allMatch(key -> {
            String value = request.context().get(key.getKey());
            return value != null
                    && switch (operator) {
                        case "StringLike" -> like(key.getValue(), value);
                        case "StringEquals", "Bool" ->
                            list(key.getValue()).stream()
                                    .anyMatch(each -> each.asText().equals(value));
                        default -> throw new IllegalArgumentException(operator);
                    };
        });
    }

    private static boolean like(JsonNode patterns, String value) {
        return list(patterns).stream()
                .anyMatch(pattern ->
                        Pattern.matches(Pattern.quote(pattern.asText()).replace("*", "\\E.*\\Q"), value));
    }

    /** One may stand for a list. */
    private static List<JsonNode> list(JsonNode oneOrMore) {
        List<JsonNode> all = new ArrayList<>();
        if (oneOrMore.isArray()) {
            oneOrMore.forEach(all::add);
        } else if (!oneOrMore.isMissingNode()) {
            all.add(oneOrMore);
        }
        return all;
    }
}
