package dev.ingest.connector.manifest;

import dev.ingest.connector.extension.CustomStateMigration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** State migrations, which take what they need from the rest of their stream. */
final class StateMigrationParser {
    private StateMigrationParser() {}

    static List<StateMigration> parse(Component stream, List<PartitionRouter> routers, Optional<StreamCursor> cursor) {
        Map<String, Component.Parser<StateMigration>> migrations = Map.of(
                "LegacyToPerPartitionStateMigration",
                migration -> legacy(migration, routers, cursor),
                "CustomStateMigration",
                migration -> new StateMigration.Custom(migration.extension(CustomStateMigration.class)));
        return stream.children("state_migrations").stream()
                .map(migration -> migration.by(migrations))
                .toList();
    }

    private static StateMigration legacy(
            Component migration, List<PartitionRouter> routers, Optional<StreamCursor> cursor) {
        Interpolated cursorField = cursor.map(StreamCursor::field)
                .orElseThrow(() -> new ManifestException(
                        migration.path(), "stands in a stream without incremental_sync (expected one)"));
        if (routers.size() == 1 && routers.getFirst() instanceof PartitionRouter.SubstreamRouter(var parents)) {
            return new StateMigration.LegacyToPerPartition(
                    parents.getFirst().partitionField(), cursorField, parents.size() == 1);
        }
        if (routers.size() == 1 && routers.getFirst() instanceof PartitionRouter.UnionRouter(var field, var inner)) {
            return new StateMigration.LegacyToPerPartition(field, cursorField, true);
        }
        throw new ManifestException(
                migration.path(),
                "stands in a stream without a SubstreamPartitionRouter or UnionPartitionRouter (expected one)");
    }
}
