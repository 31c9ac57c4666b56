package dev.ingest.connector;

import dev.ingest.connector.config.ConfigRules;
import dev.ingest.connector.config.ConfigValidations;
import dev.ingest.connector.config.JsonSchema;
import dev.ingest.connector.config.Places;
import dev.ingest.connector.config.Secrets;
import dev.ingest.connector.http.Redactor;
import dev.ingest.connector.manifest.EvaluationException;
import dev.ingest.connector.manifest.Scope;
import dev.ingest.connector.manifest.Spec;
import dev.ingest.expression.ExpressionException;
import dev.ingest.expression.Value;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A configuration as it was given, and what its manifest makes of it. */
record Configuration(Spec spec, Value.Dict given, Value.Dict overrides) {
    static Configuration of(Spec spec, Map<String, ?> config) {
        return new Configuration(spec, JavaValues.dict(config), Value.emptyDict());
    }

    /** With values that replace whole entries, after every rule; validations see what is below them. */
    Configuration overridden(Value.Dict values) {
        return new Configuration(spec, given, values);
    }

    /** As templates see it. */
    Value.Dict values(Clock clock) {
        Value.Dict rewritten = ConfigRules.apply(spec.rules(), given, clock);
        if (overrides.entries().isEmpty()) {
            return rewritten;
        }
        Value.Dict overlaid = Places.copy(rewritten);
        overlaid.entries().putAll(overrides.entries());
        return overlaid;
    }

    /** Hides the secrets of a configuration, before and after its rules. */
    void hide(Value.Dict values, Redactor redactor) {
        Secrets.find(spec.connectionSpecification(), given, redactor::add);
        Secrets.find(spec.connectionSpecification(), values, redactor::add);
    }

    List<String> problems(Clock clock) {
        List<String> problems = new ArrayList<>(JsonSchema.problems("config", spec.connectionSpecification(), given));
        if (problems.isEmpty()) {
            problems.addAll(ruleProblems(clock));
        }
        return List.copyOf(problems);
    }

    /** Rules that meet a value they cannot work with are a problem of the configuration. */
    private List<String> ruleProblems(Clock clock) {
        try {
            return validations(clock);
        } catch (EvaluationException | ExpressionException | IllegalArgumentException failed) {
            Redactor redactor = new Redactor();
            hide(given, redactor);
            return List.of(redactor.redact("config: " + failed.getMessage()));
        }
    }

    /** What the manifest's own validations find in a configuration that its rules have rewritten. */
    List<String> validations(Clock clock) {
        return spec.validations().isEmpty()
                ? List.of()
                : ConfigValidations.problems(
                        spec.validations(), Scope.of(ConfigRules.apply(spec.rules(), given, clock), clock));
    }
}
