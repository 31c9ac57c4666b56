package dev.ingest.platform.mask;

import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one caller may see of one table. A column that the policy names, or that is declared personal, is seen as the policy says for
 * the caller's roles, and not at all if no policy says anything for any of them. Other columns are seen as they are.
 */
public final class ColumnAccess {
    /** From what shows most to what shows least: an IP network tells more of a person than a hash, from which nothing is read. */
    private static final List<Mask> MOST_PERMISSIVE_FIRST = List.of(Mask.CLEAR, Mask.IP, Mask.SHA256, Mask.REDACT);

    /** For each personal column, by its folded name, its mask; nothing where the caller does not see it. */
    private final Map<String, Optional<Mask>> personal = new HashMap<>();

    /**
     * @param policy the table's policy, if there is one
     * @param declared the table's declared columns
     * @param roles what the caller is
     */
    public ColumnAccess(Optional<MaskingPolicySpec> policy, List<ColumnSpec> declared, Set<String> roles) {
        policy.map(MaskingPolicySpec::columns).orElse(Map.of()).forEach((column, byRole) -> {
            Optional<Mask> mask = roles.stream()
                    .filter(byRole::containsKey)
                    .map(byRole::get)
                    .min(Comparator.comparingInt(MOST_PERMISSIVE_FIRST::indexOf));
            personal.merge(fold(column), mask, ColumnAccess::stricter);
        });
        declared.stream()
                .filter(ColumnSpec::personal)
                .forEach(column -> personal.putIfAbsent(fold(column.name()), Optional.empty()));
    }

    /** How the caller sees a column; nothing if they do not. */
    public Optional<Mask> mask(String column) {
        return personal.getOrDefault(fold(column), Optional.of(Mask.CLEAR));
    }

    /** Engines fold the case of names, so a policy that wrote {@code Email} means {@code email}; where it wrote both, both hold. */
    private static Optional<Mask> stricter(Optional<Mask> one, Optional<Mask> other) {
        return one.flatMap(mask -> other.map(
                also -> MOST_PERMISSIVE_FIRST.indexOf(mask) > MOST_PERMISSIVE_FIRST.indexOf(also) ? mask : also));
    }

    private static String fold(String column) {
        return column.toLowerCase(Locale.ROOT);
    }
}
