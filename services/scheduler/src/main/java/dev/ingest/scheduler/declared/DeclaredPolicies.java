package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.scheduler.policy.Policy;
import dev.ingest.scheduler.policy.PolicyResource;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Masking policies, by table. */
@Singleton
final class DeclaredPolicies implements Kind {
    private final PolicyResource policies;
    private final Items items;

    DeclaredPolicies(PolicyResource policies, Items items) {
        this.policies = policies;
        this.items = items;
    }

    @Override
    public String field() {
        return "policies";
    }

    @Override
    public String name(JsonNode item) {
        return "%s.%s".formatted(namespace(item), table(item));
    }

    private static String namespace(JsonNode item) {
        return item.path("namespace").asText();
    }

    private static String table(JsonNode item) {
        return item.path("table").asText();
    }

    @Override
    public Uni<Optional<Present>> present(String tenant, JsonNode item) {
        return items.present(policies.one(namespace(item), table(item)));
    }

    @Override
    public Uni<Void> put(String tenant, JsonNode item, Optional<Present> before) {
        return policies.put(
                        namespace(item),
                        table(item),
                        before.flatMap(Present::tag).orElse(null),
                        items.body(item, PolicyResource.Request.class, "namespace", "table"))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<ObjectNode>> all(String tenant) {
        return Policy.ofTenant(tenant)
                .map(rows -> rows.stream()
                        .sorted(Comparator.comparing(row -> row.spec().table().toString()))
                        .map(row -> {
                            ObjectNode item = items.empty()
                                    .put("namespace", row.namespace)
                                    .put("table", row.tableName);
                            item.set("columns", items.of(row.columns));
                            return item;
                        })
                        .toList());
    }
}
