package dev.ingest.scheduler.batch;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.error.ErrorCode;
import dev.ingest.contracts.error.IngestException;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.StreamWork;
import dev.ingest.scheduler.batch.Target.Service;
import dev.ingest.scheduler.postgres.TenantRows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Turns drains' reports into batch sizes. Each stream's decision is a transaction of its own under the lock of its row, and is
 * kept by the drain's id: a report that is heard again, here or by another scheduler, changes nothing.
 */
@Singleton
public final class SelfTuning {
    private static final Logger LOG = Logger.getLogger(SelfTuning.class);

    private final TenantRows rows;
    private final SelfTuningSettings settings;
    private final Configured configured;
    private final Decisions decisions;
    private final Ulid ids;
    private final Map<Service, Tuner> tuners = new EnumMap<>(Service.class);

    SelfTuning(TenantRows rows, SelfTuningSettings settings, Configured configured, Decisions decisions, Ulid ids) {
        this.rows = rows;
        this.settings = settings;
        this.configured = configured;
        this.decisions = decisions;
        this.ids = ids;
        var envelopes = settings.executor();
        var commits = settings.writer();
        tuners.put(Service.EXECUTOR, new Tuner(rules(envelopes.min(), envelopes.max())));
        tuners.put(Service.WRITER, new Tuner(rules(commits.min(), commits.max())));
    }

    private Rules rules(int min, int max) {
        return new Rules(
                min, max, settings.memoryLow(), settings.memoryHigh(), settings.timeHigh(), settings.errorsHigh());
    }

    private interface Reading {
        Optional<Signal> of(StreamWork stream, int current);
    }

    /** A drain has told its end. */
    public Uni<Void> ended(InvocationReported drain) {
        return each(drain, (stream, current) -> Signals.ended(drain, stream, current));
    }

    /** A drain has not told its end for so long that it will not. */
    public Uni<Void> lost(InvocationReported drain) {
        return each(drain, (stream, current) -> Optional.of(Signals.lost(drain, stream, current)));
    }

    private Uni<Void> each(InvocationReported drain, Reading reading) {
        Optional<Service> service = Stream.of(Service.values())
                .filter(known -> known.stored().equals(drain.service()))
                .findFirst();
        if (!settings.enabled() || service.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(drain.streams())
                .onItem()
                .transformToUniAndConcatenate(stream -> gone(
                        stream,
                        decide(
                                new Target(stream.tenant(), service.get(), stream.table()),
                                drain.invocation(),
                                stream,
                                reading)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** A tenant may be gone by the time its drains are heard of. */
    private static Uni<Void> gone(StreamWork stream, Uni<Void> decided) {
        return decided.onFailure(
                        failure -> failure instanceof IngestException refused && refused.code() == ErrorCode.NOT_FOUND)
                .recoverWithUni(() -> {
                    LOG.debugf("not tuned, its tenant is gone: tenant=%s", stream.tenant());
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> decide(Target target, String invocation, StreamWork stream, Reading reading) {
        return rows.of(
                target.tenant(),
                () -> TunedBatch.locked(target, ids.next())
                        .chain(row -> TuningDecision.newest(target, settings.decisionsKept())
                                .chain(known -> isNews(invocation, known)
                                        ? decide(target, row, known, invocation, stream, reading)
                                        : Uni.createFrom().voidItem())));
    }

    /** What is older than everything that is kept may have been heard before. */
    private boolean isNews(String invocation, List<TuningDecision> known) {
        boolean full = known.size() >= settings.decisionsKept();
        return known.stream().noneMatch(decision -> decision.invocation.equals(invocation))
                && !(full && known.stream().allMatch(decision -> decision.invocation.compareTo(invocation) > 0));
    }

    private Uni<Void> decide(
            Target target,
            TunedBatch row,
            List<TuningDecision> known,
            String invocation,
            StreamWork stream,
            Reading reading) {
        int current = row.batch != null ? row.batch : stream.batch().orElse(configured.of(target.service()));
        return reading.of(stream, current)
                .map(signal -> {
                    List<Tuner.Past> before =
                            known.stream().map(TuningDecision::past).toList();
                    Decision decision = tuner(target).decide(signal, current, before);
                    if (decision.batch() != current) {
                        row.batch = decision.batch();
                    }
                    return decisions.keep(target, invocation, current, signal, decision);
                })
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Tuner tuner(Target target) {
        return Objects.requireNonNull(tuners.get(target.service()));
    }
}
