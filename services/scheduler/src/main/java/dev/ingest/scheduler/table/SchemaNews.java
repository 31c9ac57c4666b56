package dev.ingest.scheduler.table;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.config.ColumnSpec;
import dev.ingest.scheduler.notification.Event;
import dev.ingest.scheduler.notification.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Tells that a table has other declared columns. Within the caller's transaction. */
@Singleton
final class SchemaNews {
    private final Outbox outbox;
    private final Ulid ids;

    SchemaNews(Outbox outbox, Ulid ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    Uni<Void> changed(LakeTable table, List<ColumnSpec> before, List<ColumnSpec> after) {
        List<String> added = missing(after, before);
        List<String> dropped = missing(before, after);
        if (added.isEmpty() && dropped.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return outbox.tell(
                table.tenant,
                Event.SCHEMA_CHANGED,
                ids.next(),
                Map.of(
                        "namespace",
                        table.namespace,
                        "table",
                        table.name,
                        "writer",
                        table.writer().toString(),
                        "added",
                        added,
                        "dropped",
                        dropped));
    }

    private static List<String> missing(List<ColumnSpec> of, List<ColumnSpec> in) {
        return of.stream()
                .filter(column -> in.stream().noneMatch(other -> other.name().equals(column.name())))
                .map(column -> "%s %s".formatted(column.name(), column.type()))
                .toList();
    }
}
