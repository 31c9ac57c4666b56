package dev.ingest.scheduler.pipeline;

import dev.ingest.contracts.Names;
import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.scheduler.connector.ConnectorVersion;
import dev.ingest.scheduler.connector.Manifests;
import dev.ingest.scheduler.credential.Credential;
import dev.ingest.scheduler.destination.Destination;
import dev.ingest.scheduler.http.Body;
import dev.ingest.scheduler.postgres.TenantRows;
import dev.ingest.scheduler.schedule.Schedule;
import dev.ingest.scheduler.schedule.Timing;
import dev.ingest.scheduler.schedule.TimingRequest;
import dev.ingest.scheduler.table.Owner;
import dev.ingest.scheduler.table.TableClaims;
import dev.ingest.scheduler.vertx.Offload;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Checks what a pipeline asks for against what is there, and keeps it with its tables. */
@Singleton
final class Pipelines {
    private final TenantRows rows;
    private final TableClaims claims;
    private final Manifests manifests;
    private final Upstreams upstreams;
    private final Ulid ids;
    private final Clock clock;

    Pipelines(TenantRows rows, TableClaims claims, Manifests manifests, Upstreams upstreams, Ulid ids, Clock clock) {
        this.rows = rows;
        this.claims = claims;
        this.manifests = manifests;
        this.upstreams = upstreams;
        this.ids = ids;
        this.clock = clock;
    }

    /** Refuses a change of what is not as the caller read it. */
    interface Precondition {
        void check(Optional<Pipeline> present);
    }

    Uni<Pipeline> save(String tenant, String name, PipelineRequest asked, Precondition asRead) {
        String connector = Body.required("connector", asked.connector());
        Schedule schedule = Schedule.parse(asked.scheduleOrManual());
        Timing timing = TimingRequest.resolve(asked.timing());
        Names.table("namespace", Body.required("namespace", asked.namespace()));
        return rows.of(tenant, () -> parts(tenant, connector, asked))
                .chain(parts -> Offload.run(() -> {
                    manifests.checkConfig(parts.connector().manifest, config(asked), parts.credential().keys);
                    return parts;
                }))
                .chain(parts -> rows.of(
                        tenant,
                        () -> Pipeline.locked(tenant, name)
                                .invoke(asRead::check)
                                .map(found -> found.map(row -> keepsItsTables(row, connector, asked))
                                        .orElseGet(() -> created(tenant, name)))
                                .chain(row ->
                                        upstreams.check(tenant, name, schedule).replaceWith(row))
                                .invoke(row -> fill(row, asked, parts))
                                .invoke(row -> plan(row, asked.scheduleOrManual(), schedule, timing))
                                .chain(row -> row.<Pipeline>persistAndFlush())
                                .chain(row -> claims.claim(
                                                tenant,
                                                new Owner(Owner.Kind.PIPELINE, name),
                                                StreamTables.shapes(row, parts.connector().streams))
                                        .replaceWith(row))));
    }

    private record Parts(ConnectorVersion connector, Credential credential) {}

    private static Uni<Parts> parts(String tenant, String connector, PipelineRequest asked) {
        String credential = Body.required("credential", asked.credential());
        return Destination.required(tenant, asked.destinationOrManaged())
                .chain(() -> ConnectorVersion.required(tenant, connector, Optional.ofNullable(asked.version())))
                .chain(version -> Credential.required(tenant, credential).map(found -> new Parts(version, found)));
    }

    private static Map<String, Object> config(PipelineRequest asked) {
        return Objects.requireNonNullElse(asked.config(), Map.of());
    }

    /** Checkpoints belong to the tables that they filled: another connector or namespace would leave holes. */
    private static Pipeline keepsItsTables(Pipeline row, String connector, PipelineRequest asked) {
        if (!row.connector.equals(connector)) {
            throw keeps("connector", connector, row.connector);
        }
        if (!row.namespace.equals(asked.namespace())) {
            throw keeps("namespace", String.valueOf(asked.namespace()), row.namespace);
        }
        if (!row.destination.equals(asked.destinationOrManaged())) {
            throw keeps("destination", asked.destinationOrManaged(), row.destination);
        }
        return row;
    }

    private static IngestException keeps(String field, String asked, String present) {
        return new IngestException(
                ErrorCode.CONFLICT,
                "%s: '%s' (expected: '%s': a pipeline keeps its tables; make another one)"
                        .formatted(field, asked, present));
    }

    private Pipeline created(String tenant, String name) {
        Pipeline row = new Pipeline();
        row.id = ids.next();
        row.tenant = tenant;
        row.name = name;
        return row;
    }

    private void fill(Pipeline row, PipelineRequest asked, Parts parts) {
        row.connector = parts.connector().name;
        row.connectorVersion = parts.connector().version;
        row.credential = parts.credential().name;
        row.destination = asked.destinationOrManaged();
        row.namespace = Body.required("namespace", asked.namespace());
        row.config = config(asked);
        row.streams = StreamTables.resolve(asked.streams(), parts.connector().streams);
    }

    /** What is due stays due, unless it is to be due at other times now. */
    private void plan(Pipeline row, String text, Schedule schedule, Timing timing) {
        if (text.equals(row.schedule) && timing.equals(row.timing)) {
            return;
        }
        row.schedule = text;
        row.timing = timing;
        row.upstream = schedule instanceof Schedule.After(String upstream) ? upstream : null;
        Instant now = clock.instant();
        row.plan(row.pausedKind == null ? row.timetable().next(now) : Optional.empty(), now);
    }
}
