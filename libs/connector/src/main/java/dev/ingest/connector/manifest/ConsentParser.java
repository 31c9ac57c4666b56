package dev.ingest.connector.manifest;

import dev.ingest.connector.manifest.Consent.Exchange;
import dev.ingest.connector.manifest.Consent.StateLength;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code advanced_auth} of a specification. Its inner mappings carry no types, so they are read as plain fields. */
final class ConsentParser {
    private static final List<String> KEYS = List.of(
            "client_id_key", "client_secret_key", "scope_key", "state_key", "auth_code_key", "redirect_uri_key");

    private enum Joint {
        SPACE(" "),
        COMMA(","),
        PLUS("+");

        private final String text;

        Joint(String text) {
            this.text = text;
        }
    }

    private ConsentParser() {}

    static Consent parse(Component flow) {
        Component specification = fields(flow, "oauth_config_specification");
        return new Consent(
                flow.text("auth_flow_type").orElse("oauth2.0"),
                flow.list("predicate_key").stream().map(Python::str).toList(),
                flow.text("predicate_value"),
                exchange(fields(specification, "oauth_connector_input_specification")),
                paths(specification, "oauth_user_input_from_connector_config_specification"),
                paths(specification, "complete_oauth_output_specification"),
                List.copyOf(properties(specification, "complete_oauth_server_input_specification")
                        .keySet()),
                paths(specification, "complete_oauth_server_output_specification"));
    }

    /** A mapping without a type, as if it were a component; empty where there is none. */
    private static Component fields(Component owner, String field) {
        Value.Dict fields = owner.value(field).orElse(Value.NONE) instanceof Value.Dict dict ? dict : Value.emptyDict();
        return new Component(Component.join(owner.path(), field), field, fields, owner.loading());
    }

    private static Optional<Exchange> exchange(Component input) {
        if (input.value("consent_url").isEmpty()) {
            return Optional.empty();
        }
        Component state = fields(input, "state");
        return Optional.of(new Exchange(
                input.requiredText("consent_url"),
                input.requiredText("access_token_url"),
                scopes(input, "scopes").or(() -> input.text("scope")).orElse(""),
                scopes(input, "optional_scopes").orElse(""),
                dict(input, "access_token_params"),
                dict(input, "access_token_headers").orElseGet(Value::emptyDict),
                input.list("extract_output").stream().map(Python::str).toList(),
                KEYS.stream()
                        .filter(key -> input.text(key).isPresent())
                        .collect(Collectors.toMap(key -> key, input::requiredText)),
                state.integer("min").flatMap(least -> state.integer("max").map(most -> new StateLength(least, most)))));
    }

    private static Optional<String> scopes(Component input, String field) {
        Joint joint = input.choice(
                        "scopes_join_strategy", Joint.class, each -> each.name().toLowerCase(java.util.Locale.ROOT))
                .orElse(Joint.SPACE);
        List<String> scopes = input.list(field).stream()
                .map(scope -> scope instanceof Value.Dict dict
                        ? Python.str(dict.at("scope").orElse(Value.EMPTY))
                        : Python.str(scope))
                .toList();
        return scopes.isEmpty() ? Optional.empty() : Optional.of(String.join(joint.text, scopes));
    }

    private static Optional<Value.Dict> dict(Component owner, String field) {
        return owner.value(field)
                .flatMap(value -> value instanceof Value.Dict dict ? Optional.of(dict) : Optional.empty());
    }

    /** Both a JSON schema and its bare properties are in use. */
    private static Map<String, Value> properties(Component owner, String field) {
        Map<String, Value> properties = new LinkedHashMap<>();
        Value.Dict given = dict(owner, field).orElseGet(Value::emptyDict);
        Value inner = given.at("properties").orElse(given);
        if (inner instanceof Value.Dict(var entries)) {
            entries.forEach((name, value) -> {
                if (value instanceof Value.Dict) {
                    properties.put(Python.str(name), value);
                }
            });
        }
        return properties;
    }

    private static Map<String, List<String>> paths(Component owner, String field) {
        Map<String, List<String>> paths = new LinkedHashMap<>();
        properties(owner, field).forEach((name, property) -> {
            Optional<Value> path = ((Value.Dict) property).at("path_in_connector_config");
            paths.put(
                    name,
                    path.orElse(Value.NONE) instanceof Value.Items(var parts)
                            ? parts.stream().map(Python::str).toList()
                            : List.of(name));
        });
        return Map.copyOf(paths);
    }
}
