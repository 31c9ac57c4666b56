package dev.ingest.connector.config;

import dev.ingest.connector.manifest.ConfigRule;
import dev.ingest.connector.manifest.Interpolated;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.List;

/** Rewrites configurations. */
public final class ConfigRules {
    private ConfigRules() {}

    /** A configuration after every rule, in order; the given one is left as it is. */
    public static Value.Dict apply(List<ConfigRule> rules, Value.Dict config, Clock clock) {
        if (rules.isEmpty()) {
            return config;
        }
        Value.Dict rewritten = Places.copy(config);
        for (ConfigRule rule : rules) {
            // Each rule sees what the ones before it did.
            apply(rule, rewritten, Scope.of(rewritten, clock));
        }
        return rewritten;
    }

    private static void apply(ConfigRule rule, Value.Dict config, Scope scope) {
        switch (rule) {
            case ConfigRule.Add add -> add.fields().forEach(field -> add(add, field, config, scope));
            case ConfigRule.Remove(var pointers, var condition) -> {
                if (condition.map(template -> template.truth(scope)).orElse(true)) {
                    pointers.forEach(pointer -> Places.remove(config, pointer));
                }
            }
            case ConfigRule.Remap remap -> remap(remap, config, scope);
            case ConfigRule.Custom(var implementation) -> implementation.transform(config);
        }
    }

    private static void add(ConfigRule.Add rule, ConfigRule.Field field, Value.Dict config, Scope scope) {
        Value value = field.value().value(scope);
        Value path = Value.list(field.path().stream().map(Value::of).toList());
        Scope seen = scope.with("value", value).with("path", path);
        if (rule.condition().map(template -> template.truth(seen)).orElse(true)) {
            Places.create(config, field.path(), value);
        }
    }

    /** Parts of the path are names, never patterns. */
    private static void remap(ConfigRule.Remap rule, Value.Dict config, Scope scope) {
        Value.Dict owner = config;
        List<Interpolated> path = rule.path();
        for (Interpolated part : path.subList(0, path.size() - 1)) {
            if (!(owner.entries().get(part.value(scope)) instanceof Value.Dict inner)) {
                return;
            }
            owner = inner;
        }
        Value name = path.getLast().value(scope);
        Value given = owner.entries().get(name);
        if (given != null && rule.replacements().value(scope) instanceof Value.Dict(var replacements)) {
            Value replacement = replacements.get(given);
            if (replacement != null) {
                owner.entries().put(name, replacement);
            }
        }
    }
}
