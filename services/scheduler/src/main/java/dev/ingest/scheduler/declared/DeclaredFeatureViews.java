package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.TableRef;
import dev.ingest.contracts.config.FeatureViewSpec;
import dev.ingest.scheduler.feature.FeatureView;
import dev.ingest.scheduler.feature.FeatureViewRequest;
import dev.ingest.scheduler.feature.FeatureViewResource;
import dev.ingest.scheduler.table.LakeTable;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Versions of feature views. */
@Singleton
final class DeclaredFeatureViews implements Kind {
    private final FeatureViewResource views;
    private final Items items;

    DeclaredFeatureViews(FeatureViewResource views, Items items) {
        this.views = views;
        this.items = items;
    }

    @Override
    public String field() {
        return "featureViews";
    }

    @Override
    public String name(JsonNode item) {
        return "%s %s".formatted(view(item), version(item));
    }

    private static String view(JsonNode item) {
        return item.path("name").asText();
    }

    private static String version(JsonNode item) {
        return item.path("version").asText();
    }

    @Override
    public Uni<Optional<Present>> present(String tenant, JsonNode item) {
        return items.present(views.one(view(item), version(item)))
                .chain(found -> found.map(present -> withLayout(tenant, present).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** How the table is laid out is no part of what the gateway reads. */
    private Uni<Present> withLayout(String tenant, Present present) {
        JsonNode table = present.view().path("table");
        if (table.isMissingNode()) {
            return Uni.createFrom().item(present);
        }
        TableRef ref = new TableRef(
                table.path("namespace").asText(), table.path("name").asText());
        return LakeTable.named(tenant, ref)
                .map(found -> new Present(laidOut(present.view().deepCopy(), found), present.tag()));
    }

    private static ObjectNode laidOut(ObjectNode view, Optional<LakeTable> table) {
        table.flatMap(row -> Optional.ofNullable(row.partitionBy))
                .ifPresent(fields -> fields.forEach(view.putArray("partition")::add));
        table.flatMap(row -> Optional.ofNullable(row.sortBy))
                .ifPresent(fields -> fields.forEach(view.putArray("sort")::add));
        return view;
    }

    @Override
    public Uni<Void> put(String tenant, JsonNode item, Optional<Present> before) {
        return views.put(
                        view(item),
                        version(item),
                        before.flatMap(Present::tag).orElse(null),
                        items.body(item, FeatureViewRequest.class, "name", "version", "state"))
                .chain(() -> item.has("state")
                        ? views.state(
                                        view(item),
                                        version(item),
                                        items.body(
                                                items.empty().set("state", item.get("state")),
                                                FeatureViewResource.StateRequest.class))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    @Override
    public Uni<List<ObjectNode>> all(String tenant) {
        return LakeTable.ofTenant(tenant)
                .chain(tables -> FeatureView.ofTenant(tenant)
                        .map(found -> found.stream()
                                .map(FeatureView::spec)
                                .map(view -> laidOut(
                                        item(view),
                                        tables.stream()
                                                .filter(table -> view.table().equals(Optional.of(table.ref())))
                                                .findFirst()))
                                .toList()));
    }

    private ObjectNode item(FeatureViewSpec view) {
        ObjectNode item = items.of(view, "tenant", "eventTime", "table");
        item.put("offline", view.table().isPresent());
        view.table().ifPresent(table -> item.put("namespace", table.namespace()).put("table", table.name()));
        return item;
    }
}
