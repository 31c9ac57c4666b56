package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.scheduler.source.SourceRequest;
import dev.ingest.scheduler.source.SourceResource;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Stream sources of the gateway. */
@Singleton
final class DeclaredSources implements Kind {
    private final SourceResource sources;
    private final Items items;

    DeclaredSources(SourceResource sources, Items items) {
        this.sources = sources;
        this.items = items;
    }

    @Override
    public String field() {
        return "sources";
    }

    @Override
    public Uni<Optional<Present>> present(String tenant, JsonNode item) {
        return items.present(sources.one(name(item)));
    }

    @Override
    public Uni<Void> put(String tenant, JsonNode item, Optional<Present> before) {
        return sources.put(
                        name(item),
                        before.flatMap(Present::tag).orElse(null),
                        items.body(item, SourceRequest.class, "name"))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<ObjectNode>> all(String tenant) {
        return sources.all(tenant)
                .map(views -> views.stream().map(view -> items.of(view)).toList());
    }
}
