package dev.ingest.connector.config;

import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.ConfigValidation;
import dev.ingest.connector.manifest.ConfigValidation.Strategy;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The validations that a manifest brings itself. */
public final class ConfigValidations {
    private ConfigValidations() {}

    /** One sentence per problem, never quoting a value, which may be secret. */
    public static List<String> problems(List<ConfigValidation> validations, Scope scope) {
        List<String> problems = new ArrayList<>();
        for (ConfigValidation validation : validations) {
            switch (validation) {
                case ConfigValidation.AtPath(var parts, var strategy) -> {
                    List<String> path =
                            parts.stream().map(part -> part.text(scope)).toList();
                    String place = "config." + String.join(".", path);
                    Places.values(scope.config(), path).forEach(value -> check(place, strategy, value, problems));
                }
                case ConfigValidation.OfValue(var value, var strategy) ->
                    check("the validated value", strategy, value.value(scope), problems);
            }
        }
        return problems;
    }

    private static void check(String place, Strategy strategy, Value value, List<String> problems) {
        switch (strategy) {
            case Strategy.FitsSchema(var schema) -> checkSchema(place, schema, value, problems);
            case Strategy.Custom(var implementation) ->
                implementation.problems(value).forEach(problem -> problems.add(place + ": " + problem));
        }
    }

    /** Text is validated as the JSON it holds. */
    private static void checkSchema(String place, Value.Dict schema, Value value, List<String> problems) {
        if (!(value instanceof Value.Str(var text))) {
            problems.addAll(JsonSchema.problems(place, schema, value));
            return;
        }
        try {
            Value parsed = JsonDocument.value(text.getBytes(StandardCharsets.UTF_8));
            problems.addAll(JsonSchema.problems(place, schema, parsed));
        } catch (JsonSyntaxException invalid) {
            problems.add(place + ": is not JSON (expected JSON text)");
        }
    }
}
