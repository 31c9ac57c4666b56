package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.connector.ConnectorResource;
import dev.ingest.scheduler.connector.ConnectorVersion;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Connectors: the newest version's manifest. */
@Singleton
final class DeclaredConnectors implements Kind {
    private final ConnectorResource connectors;
    private final Items items;

    DeclaredConnectors(ConnectorResource connectors, Items items) {
        this.connectors = connectors;
        this.items = items;
    }

    @Override
    public String field() {
        return "connectors";
    }

    @Override
    public Uni<Optional<Present>> present(String tenant, JsonNode item) {
        return ConnectorVersion.newest(tenant, name(item))
                .map(found -> found.map(row -> new Present(view(row), Optional.empty())));
    }

    private ObjectNode view(ConnectorVersion row) {
        ObjectNode view =
                items.empty().put("name", row.name).put("version", row.version).put("sha256", row.sha256);
        row.streams.forEach(stream -> view.withArray("streams").add(stream.name()));
        return view;
    }

    @Override
    public Uni<Void> put(String tenant, JsonNode item, Optional<Present> before) {
        if (item.has("manifestFile")) {
            throw IngestException.invalid("manifestFile: '%s' (expected: manifest, its text; only ./ingest reads files)"
                    .formatted(item.get("manifestFile").asText()));
        }
        List<String> drop = StreamSupport.stream(item.path("drop").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        return connectors.put(name(item), drop, item.path("manifest").asText()).replaceWithVoid();
    }

    @Override
    public Uni<List<ObjectNode>> all(String tenant) {
        return ConnectorVersion.newestOfEach(tenant)
                .map(found -> found.stream()
                        .map(row -> items.empty().put("name", row.name).put("manifest", row.manifest))
                        .toList());
    }
}
