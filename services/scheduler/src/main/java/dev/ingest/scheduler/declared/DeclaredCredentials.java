package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.credential.Credential;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Credentials that have to be there. Their values stand in no document. */
@Singleton
final class DeclaredCredentials implements Kind {
    private final Items items;

    DeclaredCredentials(Items items) {
        this.items = items;
    }

    @Override
    public String field() {
        return "credentials";
    }

    @Override
    public Uni<Optional<Present>> present(String tenant, JsonNode item) {
        return Credential.named(tenant, name(item))
                .map(found -> found.map(row -> new Present(item(row), Optional.empty())));
    }

    @Override
    public Uni<Void> put(String tenant, JsonNode item, Optional<Present> before) {
        String name = name(item);
        if (before.isEmpty()) {
            throw new IngestException(
                    ErrorCode.NOT_FOUND,
                    "name: '%s' does not exist (expected: a credential, written with PUT /api/v1/credentials/%s)"
                            .formatted(name, name));
        }
        item.path("keys").forEach(key -> has(name, key, before.get().view().path("keys")));
        return Uni.createFrom().voidItem();
    }

    private static void has(String name, JsonNode key, JsonNode keys) {
        for (JsonNode present : keys) {
            if (present.equals(key)) {
                return;
            }
        }
        throw new IngestException(
                ErrorCode.CONFLICT,
                "keys: '%s' is missing in credential '%s' (expected: written with PUT /api/v1/credentials/%s)"
                        .formatted(key.asText(), name, name));
    }

    @Override
    public Uni<List<ObjectNode>> all(String tenant) {
        return Credential.ofTenant(tenant)
                .map(rows -> rows.stream().map(this::item).toList());
    }

    private ObjectNode item(Credential row) {
        ObjectNode item = items.empty().put("name", row.name);
        row.keys.forEach(item.putArray("keys")::add);
        return item;
    }
}
