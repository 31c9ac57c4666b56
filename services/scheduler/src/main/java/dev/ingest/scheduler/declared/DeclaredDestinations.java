package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.config.DestinationSpec;
import dev.ingest.scheduler.destination.Destination;
import dev.ingest.scheduler.destination.DestinationRequest;
import dev.ingest.scheduler.destination.DestinationResource;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Destinations, but the one that every tenant has. */
@Singleton
final class DeclaredDestinations implements Kind {
    private final DestinationResource destinations;
    private final Items items;

    DeclaredDestinations(DestinationResource destinations, Items items) {
        this.destinations = destinations;
        this.items = items;
    }

    @Override
    public String field() {
        return "destinations";
    }

    @Override
    public Uni<Optional<Present>> present(String tenant, JsonNode item) {
        return items.present(destinations.one(name(item)));
    }

    @Override
    public Uni<Void> put(String tenant, JsonNode item, Optional<Present> before) {
        return destinations
                .put(
                        name(item),
                        before.flatMap(Present::tag).orElse(null),
                        items.body(item, DestinationRequest.class, "name"))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<ObjectNode>> all(String tenant) {
        return Destination.ofTenant(tenant)
                .map(rows -> rows.stream()
                        .filter(row -> !row.name.equals(DestinationSpec.MANAGED))
                        .map(row -> items.of(row.spec()))
                        .toList());
    }
}
