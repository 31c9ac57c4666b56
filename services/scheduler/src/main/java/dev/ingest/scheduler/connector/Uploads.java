package dev.ingest.scheduler.connector;

import dev.ingest.connector.Connector;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.http.Sha256;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks manifests and keeps them. */
@Singleton
final class Uploads {
    /**
     * @param connector the version that now holds the text
     * @param created whether this upload made it
     */
    record Upload(ConnectorVersion connector, boolean created) {}

    private final TenantRows rows;
    private final Manifests manifests;
    private final Ulid ids;
    private final Clock clock;

    Uploads(TenantRows rows, Manifests manifests, Ulid ids, Clock clock) {
        this.rows = rows;
        this.manifests = manifests;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Keeps the manifest as the next version, unless it is the newest already. Two at the same time: one is refused.
     *
     * @param drops streams that it may lack although a pipeline reads them
     */
    Uni<Upload> upload(String tenant, String name, String manifest, Set<String> drops) {
        String sha256 = Sha256.hex(manifest);
        return Offload.run(() -> manifests.streams(manifest))
                .chain(streams -> rows.of(
                        tenant,
                        () -> ConnectorVersion.newest(tenant, name).chain(newest -> {
                            Optional<ConnectorVersion> same = newest.filter(row -> row.sha256.equals(sha256));
                            return same.map(row -> Uni.createFrom().item(new Upload(row, false)))
                                    .orElseGet(() -> lacksNothing(tenant, name, streams, drops)
                                            .chain(() -> {
                                                ConnectorVersion row = next(newest, streams);
                                                row.tenant = tenant;
                                                row.name = name;
                                                row.manifest = manifest;
                                                row.sha256 = sha256;
                                                return row.<ConnectorVersion>persist()
                                                        .map(saved -> new Upload(saved, true));
                                            }));
                        })));
    }

    /** A pipeline that goes on to this version would silently stop to read what it lacks. */
    private static Uni<Void> lacksNothing(String tenant, String name, List<StreamInfo> streams, Set<String> drops) {
        Set<String> known = streams.stream().map(StreamInfo::name).collect(Collectors.toSet());
        return StreamUses.of(tenant, name)
                .invoke(uses -> uses.stream()
                        .filter(use -> !known.contains(use.stream()) && !drops.contains(use.stream()))
                        .findFirst()
                        .ifPresent(use -> {
                            throw new IngestException(
                                    ErrorCode.CONFLICT,
                                    "streams: '%s' is missing and pipeline '%s' reads it (expected: a manifest that has it, or ?drop=%s)"
                                            .formatted(use.stream(), use.pipeline(), use.stream()));
                        }))
                .replaceWithVoid();
    }

    private ConnectorVersion next(Optional<ConnectorVersion> newest, List<StreamInfo> streams) {
        ConnectorVersion row = new ConnectorVersion();
        row.id = ids.next();
        row.version = newest.map(present -> present.version + 1).orElse(1);
        row.languageVersion = Connector.LANGUAGE_VERSION;
        row.streams = streams;
        row.createdAt = clock.instant();
        return row;
    }
}
