package dev.ingest.scheduler.declared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingest.scheduler.notification.NotificationRequest;
import dev.ingest.scheduler.notification.NotificationResource;
import dev.ingest.scheduler.notification.NotificationTarget;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Whom to tell of what. */
@Singleton
final class DeclaredNotifications implements Kind {
    private final NotificationResource notifications;
    private final Items items;

    DeclaredNotifications(NotificationResource notifications, Items items) {
        this.notifications = notifications;
        this.items = items;
    }

    @Override
    public String field() {
        return "notifications";
    }

    @Override
    public Uni<Optional<Present>> present(String tenant, JsonNode item) {
        return items.present(notifications.one(name(item)));
    }

    @Override
    public Uni<Void> put(String tenant, JsonNode item, Optional<Present> before) {
        return notifications
                .put(
                        name(item),
                        before.flatMap(Present::tag).orElse(null),
                        items.body(item, NotificationRequest.class, "name"))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<ObjectNode>> all(String tenant) {
        return NotificationTarget.ofTenant(tenant)
                .map(rows -> rows.stream()
                        .map(NotificationResource.View::of)
                        .map(view -> items.of(view))
                        .toList());
    }
}
