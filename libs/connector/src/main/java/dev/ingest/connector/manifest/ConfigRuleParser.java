package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomConfigTransformation;
import dev.ingest.connector.extension.CustomValidationStrategy;
import dev.ingest.connector.json.JsonDocument;
import dev.ingest.connector.json.JsonSyntaxException;
import dev.ingest.connector.manifest.ConfigValidation.Strategy;
import dev.ingest.connector.manifest.Transformation.ValueType;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What is done to a configuration before it is used, and what it must fulfil. */
final class ConfigRuleParser {
    private static final Map<String, Component.Parser<ConfigRule>> RULES = Map.of(
            "ConfigAddFields", ConfigRuleParser::add,
            "ConfigRemoveFields", ConfigRuleParser::remove,
            "ConfigRemapField", ConfigRuleParser::remap,
            "CustomConfigTransformation",
                    rule -> new ConfigRule.Custom(rule.extension(CustomConfigTransformation.class)));
    private static final Map<String, Component.Parser<List<ConfigRule>>> MIGRATIONS =
            Map.of("ConfigMigration", migration -> rules(migration));
    private static final Map<String, Component.Parser<ConfigRule.Field>> FIELDS =
            Map.of("AddedFieldDefinition", ConfigRuleParser::field);
    private static final Map<String, Component.Parser<ConfigValidation>> VALIDATIONS = Map.of(
            "DpathValidator",
                    validator -> new ConfigValidation.AtPath(validator.templates("field_path"), strategy(validator)),
            "PredicateValidator",
                    validator -> new ConfigValidation.OfValue(validator.shape("value"), strategy(validator)));
    private static final Map<String, Component.Parser<Strategy>> STRATEGIES = Map.of(
            "ValidateAdheresToSchema", strategy -> new Strategy.FitsSchema(schema(strategy)),
            "CustomValidationStrategy",
                    strategy -> new Strategy.Custom(strategy.extension(CustomValidationStrategy.class)));

    private ConfigRuleParser() {}

    /** Migrations first, then transformations. */
    static List<ConfigRule> all(Component normalization) {
        return Stream.concat(
                        normalization.children("config_migrations").stream()
                                .flatMap(migration -> migration.by(MIGRATIONS).stream()),
                        rules(normalization).stream())
                .toList();
    }

    static List<ConfigValidation> validations(Component normalization) {
        return normalization.children("validations").stream()
                .map(validation -> validation.by(VALIDATIONS))
                .toList();
    }

    private static List<ConfigRule> rules(Component component) {
        return component.children("transformations").stream()
                .map(rule -> rule.by(RULES))
                .toList();
    }

    private static ConfigRule add(Component rule) {
        return new ConfigRule.Add(
                rule.children("fields").stream().map(field -> field.by(FIELDS)).toList(), rule.template("condition"));
    }

    private static ConfigRule.Field field(Component field) {
        List<String> path = field.list("path").stream().map(Python::str).toList();
        if (path.isEmpty()) {
            throw field.error("path", "is empty (expected the names that lead to the field)");
        }
        return new ConfigRule.Field(
                path,
                new TypedTemplate(
                        field.requiredTemplate("value"),
                        field.choice(
                                "value_type",
                                ValueType.class,
                                type -> type.name().toLowerCase(Locale.ROOT))));
    }

    private static ConfigRule remove(Component rule) {
        List<List<String>> pointers = new ArrayList<>();
        for (Value pointer : rule.list("field_pointers")) {
            if (!(pointer instanceof Value.Items(var parts))) {
                throw rule.error(
                        "field_pointers", "holds " + Component.describe(pointer) + " (expected lists of names)");
            }
            pointers.add(parts.stream().map(Python::str).toList());
        }
        return new ConfigRule.Remove(List.copyOf(pointers), rule.template("condition"));
    }

    private static ConfigRule remap(Component rule) {
        List<Interpolated> path = rule.templates("field_path");
        if (path.isEmpty()) {
            throw rule.error("field_path", "is empty (expected the names that lead to the field)");
        }
        rule.required("map");
        return new ConfigRule.Remap(path, rule.shape("map"));
    }

    private static Strategy strategy(Component validator) {
        return validator.requiredChild("validation_strategy").by(STRATEGIES);
    }

    /** A mapping, or JSON text of one. */
    private static Value.Dict schema(Component strategy) {
        Value given = strategy.required("base_schema");
        if (given instanceof Value.Str(var text)) {
            try {
                given = JsonDocument.value(text.getBytes(StandardCharsets.UTF_8));
            } catch (JsonSyntaxException invalid) {
                throw strategy.error("base_schema", "is no JSON: " + invalid.getMessage());
            }
        }
        if (given instanceof Value.Dict schema) {
            return schema;
        }
        throw strategy.error("base_schema", "is " + Component.describe(given) + " (expected a JSON schema)");
    }
}
