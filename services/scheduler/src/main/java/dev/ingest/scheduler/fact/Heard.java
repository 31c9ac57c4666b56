package dev.ingest.scheduler.fact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.InvocationReported.Outcome;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.platform.kafka.EventCodec;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Remembers what was heard, so that telling it again changes nothing. Within the caller's transaction. */
@Singleton
final class Heard {
    private static final String COMMIT = """
            insert into table_commit (id, tenant, committed_at, rows, bytes, files)
            values (:id, :tenant, :at, :rows, :bytes, :files) on conflict (id) do nothing""";
    private static final String REJECTION = """
            insert into rejection (id, tenant, records, reason, heard_at)
            values (:id, :tenant, :records, :reason, :at) on conflict (id) do nothing""";
    // The report of a start may be told again after that of the end. One that waits for its end is kept for LostDrains.
    private static final String INVOCATION = """
            insert into invocation (id, service, topic, kafka_partition, started_at, duration_ms, peak_memory_bytes,
              memory_limit_bytes, batch, records, outcome, heard_at, deadline_ms, report)
            values (:id, :service, :topic, :partition, :startedAt, :duration, :peak, :limit, :batch, :records, :outcome,
              :heardAt, :deadline, :report)
            on conflict (id) do update set duration_ms = excluded.duration_ms, outcome = excluded.outcome,
              report = excluded.report,
              peak_memory_bytes = excluded.peak_memory_bytes, batch = excluded.batch, records = excluded.records
            where invocation.outcome = 'STARTED'""";
    private static final String OLD_INVOCATIONS = """
            delete from invocation where service = :service and topic = :topic and kafka_partition = :partition
              and outcome <> 'STARTED' and id not in (select id from invocation where service = :service and topic = :topic
                and kafka_partition = :partition order by started_at desc, id desc limit :kept)""";
    private static final int REASON_CHARACTERS_MAX = 2000;

    private final EventCodec codec;
    private final FactSettings settings;
    private final Clock clock;

    Heard(EventCodec codec, FactSettings settings, Clock clock) {
        this.codec = codec;
        this.settings = settings;
        this.clock = clock;
    }

    Uni<Boolean> firstTime(TableCommitted fact) {
        return execute(
                        COMMIT,
                        Map.of(
                                "id", "%s/%d".formatted(fact.table().key(fact.tenant()), fact.snapshotId()),
                                "tenant", fact.tenant(),
                                "at", fact.committedAt(),
                                "rows", fact.rows(),
                                "bytes", fact.bytes(),
                                "files", fact.files()))
                .map(inserted -> inserted == 1);
    }

    Uni<Boolean> firstTime(RecordsRejected fact) {
        String reason = fact.reason().substring(0, Math.min(fact.reason().length(), REASON_CHARACTERS_MAX));
        return execute(
                        REJECTION,
                        Map.of(
                                "id", "%s/%s".formatted(fact.tenant(), fact.id()),
                                "tenant", fact.tenant(),
                                "records", fact.records(),
                                "reason", reason,
                                "at", clock.instant()))
                .map(inserted -> inserted == 1);
    }

    Uni<Void> invocation(InvocationReported fact) {
        Map<String, Object> partition =
                Map.of("service", fact.service(), "topic", fact.topic(), "partition", fact.partition());
        var values = new HashMap<>(partition);
        values.put("id", fact.invocation());
        values.put("startedAt", fact.startedAt());
        values.put("duration", fact.duration().toMillis());
        values.put("peak", fact.peakMemoryBytes());
        values.put("limit", fact.memoryLimitBytes());
        values.put("batch", fact.batch());
        values.put("records", fact.records());
        values.put("outcome", fact.outcome().name());
        values.put("heardAt", clock.instant());
        values.put("deadline", fact.deadline().toMillis());
        values.put("report", fact.outcome() == Outcome.STARTED ? new String(codec.encode(fact), UTF_8) : "");
        var old = new HashMap<>(partition);
        old.put("kept", settings.invocationsKept());
        return execute(INVOCATION, values)
                .chain(() -> execute(OLD_INVOCATIONS, old))
                .replaceWithVoid();
    }

    private static Uni<Integer> execute(String sql, Map<String, Object> parameters) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery(sql);
            parameters.forEach(query::setParameter);
            return query.executeUpdate();
        });
    }
}
