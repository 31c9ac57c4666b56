package dev.ingest.connector.manifest;

import dev.ingest.connector.manifest.ApiBudget.Policy;
import dev.ingest.expression.BoundedRegex;
import dev.ingest.expression.Python;
import dev.ingest.expression.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** API budgets and what they are about. */
final class BudgetParser {
    private static final Map<String, Component.Parser<Policy>> POLICIES = Map.of(
            "UnlimitedCallRatePolicy",
            policy -> new ApiBudget.Unlimited(policy.path(), matchers(policy)),
            "FixedWindowCallRatePolicy",
            BudgetParser::fixed,
            "MovingWindowCallRatePolicy",
            BudgetParser::moving);

    private BudgetParser() {}

    static ApiBudget parse(Component component) {
        return component.by(Map.of("HTTPAPIBudget", BudgetParser::http));
    }

    private static ApiBudget http(Component budget) {
        Set<Integer> statuses = budget.statuses("status_codes_for_ratelimit_hit");
        return new ApiBudget(
                budget.children("policies").stream()
                        .<Policy>map(policy -> policy.by(POLICIES))
                        .toList(),
                budget.text("ratelimit_reset_header")
                        .filter(text -> !text.isEmpty())
                        .orElse("ratelimit-reset"),
                budget.text("ratelimit_remaining_header")
                        .filter(text -> !text.isEmpty())
                        .orElse("ratelimit-remaining"),
                statuses.isEmpty() ? Set.of(429) : statuses);
    }

    private static Policy fixed(Component policy) {
        int limit = policy.integer("call_limit")
                .orElseThrow(() -> policy.error("call_limit", "is missing (expected a number of calls)"));
        return new ApiBudget.FixedWindow(policy.path(), matchers(policy), duration(policy, "period"), limit);
    }

    private static Policy moving(Component policy) {
        List<ApiBudget.Rate> rates = policy.parts("rates", "Rate").stream()
                .map(rate ->
                        new ApiBudget.Rate(rate.path(), rate.requiredTemplate("limit"), duration(rate, "interval")))
                .toList();
        if (rates.isEmpty()) {
            throw policy.error("rates", "is empty (expected at least one)");
        }
        return new ApiBudget.MovingWindow(policy.path(), matchers(policy), rates);
    }

    private static Duration duration(Component component, String field) {
        String text = component.requiredText(field);
        return Lifetime.parse(text)
                .flatMap(Lifetime::fixed)
                .filter(Duration::isPositive)
                .orElseThrow(() -> component.error(
                        field,
                        "is '" + text + "' (expected an ISO-8601 duration without months and years, like PT1M)"));
    }

    static List<RequestMatcher> matchers(Component component) {
        return component.parts("matchers", "HttpRequestRegexMatcher").stream()
                .map(BudgetParser::matcher)
                .toList();
    }

    private static RequestMatcher matcher(Component matcher) {
        matcher.value("weight").filter(Value.Int.class::isInstance).ifPresent(weight -> positive(matcher, weight));
        Map<String, String> headers = new HashMap<>();
        texts(matcher, "headers").forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new RequestMatcher(
                matcher.text("method").filter(text -> !text.isEmpty()).map(text -> text.toUpperCase(Locale.ROOT)),
                matcher.text("url_base")
                        .map(text -> text.replaceFirst("/+$", ""))
                        .filter(text -> !text.isEmpty()),
                matcher.text("url_path_pattern").filter(text -> !text.isEmpty()).map(text -> pattern(matcher, text)),
                texts(matcher, "params"),
                Map.copyOf(headers),
                matcher.template("weight"));
    }

    private static void positive(Component matcher, Value weight) {
        if (weight instanceof Value.Int(var number) && number.signum() < 1) {
            throw matcher.error("weight", "is " + number + " (expected at least 1)");
        }
    }

    private static BoundedRegex pattern(Component matcher, String text) {
        try {
            return BoundedRegex.python(text);
        } catch (PatternSyntaxException invalid) {
            throw matcher.error("url_path_pattern", "is not a regular expression: " + invalid.getDescription());
        }
    }

    private static Map<String, String> texts(Component component, String field) {
        Map<String, String> texts = new HashMap<>();
        Optional<Value> given = component.value(field);
        if (given.isPresent() && given.get() instanceof Value.Dict(var entries)) {
            entries.forEach((name, value) -> {
                if (!Python.str(name).equals(Parameters.KEY)) {
                    texts.put(Python.str(name), Python.str(value));
                }
            });
        }
        return Map.copyOf(texts);
    }
}
