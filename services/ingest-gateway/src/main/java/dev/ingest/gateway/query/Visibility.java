package dev.ingest.gateway.query;

import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.contracts.config.MaskingPolicySpec;
import dev.ingest.contracts.config.MaskingPolicySpec.Mask;
import dev.ingest.contracts.config.StreamSourceSpec;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.platform.mask.ColumnAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which features of a view a caller sees, and how: as the policy of the view's table says for it. A view without a table has no policy
 * of its own: that of its source's table holds, by the columns' names.
 */
public final class Visibility {
    private final BiFunction<String, TableRef, Optional<MaskingPolicySpec>> policies;
    private final Function<String, List<StreamSourceSpec>> sources;

    /**
     * @param policies a tenant's policy for a table; may block
     * @param sources a tenant's stream sources; may block
     */
    public Visibility(
            BiFunction<String, TableRef, Optional<MaskingPolicySpec>> policies,
            Function<String, List<StreamSourceSpec>> sources) {
        this.policies = policies;
        this.sources = sources;
    }

    /**
     * The features in the order asked for, or all of them but keys and event time in the view's order.
     *
     * @throws IngestException {@code INVALID_ARGUMENT} for a name that is no feature, {@code PERMISSION_DENIED} for a feature that
     *     the caller may not see
     */
    List<SeenFeature> features(FeatureViewSpec view, Set<String> roles, List<String> asked) {
        ColumnAccess access = table(view)
                .map(table -> new ColumnAccess(policies.apply(view.tenant(), table), view.columns(), roles))
                .orElseGet(() -> nothing(view));
        return asked.isEmpty() ? all(view, access) : named(view, access, asked);
    }

    /** The table whose policy holds; none if the source is gone. */
    private Optional<TableRef> table(FeatureViewSpec view) {
        return view.table()
                .or(() -> sources.apply(view.tenant()).stream()
                        .filter(source -> source.name().equals(view.source()))
                        .findFirst()
                        .map(StreamSourceSpec::table));
    }

    /** Whoever cannot be told what a policy would say sees nothing. */
    private static ColumnAccess nothing(FeatureViewSpec view) {
        List<ColumnSpec> hidden = view.columns().stream()
                .map(column -> new ColumnSpec(column.name(), column.type(), column.required(), true))
                .toList();
        return new ColumnAccess(Optional.empty(), hidden, Set.of());
    }

    private static List<SeenFeature> all(FeatureViewSpec view, ColumnAccess access) {
        List<SeenFeature> features = new ArrayList<>();
        for (ColumnSpec column : view.columns()) {
            if (!view.entityKeys().contains(column.name()) && !column.name().equals(view.eventTime())) {
                access.mask(column.name()).ifPresent(mask -> features.add(new SeenFeature(column, mask)));
            }
        }
        return features;
    }

    private static List<SeenFeature> named(FeatureViewSpec view, ColumnAccess access, List<String> asked) {
        return asked.stream()
                .distinct()
                .map(name -> {
                    ColumnSpec column = column(view, name);
                    Mask mask = access.mask(column.name())
                            .orElseThrow(() -> new IngestException(
                                    ErrorCode.PERMISSION_DENIED,
                                    "features: '%s' cannot be seen with these roles".formatted(name)));
                    return new SeenFeature(column, mask);
                })
                .toList();
    }

    private static ColumnSpec column(FeatureViewSpec view, String name) {
        return view.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> view.columns().stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> IngestException.invalid(
                        "features: '%s' (expected: features of %s %s)".formatted(name, view.name(), view.version())));
    }
}
