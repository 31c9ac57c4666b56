package dev.ingest.scheduler.fact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.scheduler.batch.SelfTuning;
import dev.ingest.scheduler.batch.SelfTuningSettings;
import dev.ingest.scheduler.postgres.TenantRows;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Finds drains that started and have not told their end in their time: whatever they worked on was too much. Counted from when
 * their start was heard, so that facts that were late themselves make no drain lost.
 */
@Singleton
public final class LostDrains {
    private static final Logger LOG = Logger.getLogger(LostDrains.class);
    private static final String OVERDUE = """
            select report from invocation where outcome = 'STARTED'
              and heard_at < cast(:now as timestamptz) - (deadline_ms + :grace) * interval '1 millisecond'
            order by heard_at limit :max""";
    private static final String LOST =
            "update invocation set outcome = 'LOST', report = '' where id = :id and outcome = 'STARTED'";

    private final TenantRows rows;
    private final SelfTuning tuning;
    private final SelfTuningSettings settings;
    private final EventCodec codec;
    private final Clock clock;

    LostDrains(TenantRows rows, SelfTuning tuning, SelfTuningSettings settings, EventCodec codec, Clock clock) {
        this.rows = rows;
        this.tuning = tuning;
        this.settings = settings;
        this.codec = codec;
        this.clock = clock;
    }

    /** Tunes what they worked on. Several schedulers may do so at once: each drain counts once. */
    public Uni<Void> tune() {
        return rows.ofNobody(this::overdue)
                .chain(reports -> Multi.createFrom()
                        .iterable(reports)
                        .onItem()
                        .transformToUniAndConcatenate(
                                report -> lost(codec.decode(InvocationReported.class, report.getBytes(UTF_8))))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private Uni<List<String>> overdue() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OVERDUE, String.class)
                        .setParameter("now", clock.instant())
                        .setParameter("grace", settings.lostAfter().toMillis())
                        .setParameter("max", settings.lostMax())
                        .getResultList());
    }

    private Uni<Integer> lost(InvocationReported drain) {
        LOG.warnf(
                "drain lost: service=%s partition=%d invocation=%s startedAt=%s",
                drain.service(), drain.partition(), drain.invocation(), drain.startedAt());
        return tuning.lost(drain)
                .chain(() -> rows.ofNobody(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(LOST)
                                .setParameter("id", drain.invocation())
                                .executeUpdate())));
    }
}
