package dev.ingest.connector.config;

import dev.ingest.connector.manifest.ConfigRule;
import dev.ingest.connector.manifest.Spec;
import dev.ingest.expression.Literal;
import dev.ingest.expression.PrintObserver;
import dev.ingest.expression.Python;
import dev.ingest.expression.Template;
import dev.ingest.expression.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what templates make of a configuration's secrets: who knows {@code Basic bWU6a2V5} knows the key, though the key is not
 * written in it. What stands in the template itself is no secret, nor is a truth value.
 */
public final class DerivedSecrets implements PrintObserver {
    private static final String CONFIG = "config";
    private static final Set<String> NOTHING_TOLD = Set.of("true", "false", "none", "null");
    /** The scheme of a header is not part of the secret after it. */
    private static final Pattern SCHEME =
            Pattern.compile("(?i)\\s*(?:Basic|Bearer|Token)\\s+(.+?)\\s*", Pattern.DOTALL);

    private final Set<List<String>> secrets;
    private final Consumer<String> found;

    private DerivedSecrets(Set<List<String>> secrets, Consumer<String> found) {
        this.secrets = secrets;
        this.found = found;
    }

    /** @param found is told each value that is made of a secret, as often as it is made */
    public static PrintObserver of(Spec spec, Consumer<String> found) {
        Set<List<String>> given = Secrets.paths(spec.connectionSpecification());
        if (given.isEmpty()) {
            return NONE;
        }
        DerivedSecrets derived = new DerivedSecrets(new HashSet<>(given), found);
        spec.rules().forEach(derived::follow);
        return derived;
    }

    /** An entry that a rule makes of a secret is one too. */
    private void follow(ConfigRule rule) {
        if (rule instanceof ConfigRule.Add(var fields, var condition)) {
            fields.stream()
                    .filter(field ->
                            areSecret(field.value().template().template().origins()))
                    .forEach(field -> secrets.add(field.path()));
        }
    }

    @Override
    public void printed(Template template, Set<List<String>> origins, String text) {
        if (areSecret(origins)) {
            part(template, text);
            Literal.parse(text).ifPresent(value -> leaves(value, template));
        }
    }

    private boolean areSecret(Set<List<String>> origins) {
        return origins.stream().anyMatch(this::isSecret);
    }

    /** Whether it is a secret, lies in one, or holds one. */
    private boolean isSecret(List<String> origin) {
        if (!origin.getFirst().equals(CONFIG)) {
            return false;
        }
        List<String> path = origin.subList(1, origin.size());
        return secrets.stream().anyMatch(secret -> {
            int shared = Math.min(path.size(), secret.size());
            return path.subList(0, shared).equals(secret.subList(0, shared));
        });
    }

    private void leaves(Value value, Template template) {
        switch (value) {
            case Value.Dict(var entries) -> entries.values().forEach(inner -> leaves(inner, template));
            case Value.Items(var values) -> values.forEach(inner -> leaves(inner, template));
            case Value other -> part(template, Python.str(other));
        }
    }

    private void part(Template template, String text) {
        if (template.source().contains(text) || NOTHING_TOLD.contains(text.toLowerCase(Locale.ROOT))) {
            return;
        }
        found.accept(text);
        Matcher scheme = SCHEME.matcher(text);
        if (scheme.matches()) {
            found.accept(scheme.group(1));
        }
    }
}
