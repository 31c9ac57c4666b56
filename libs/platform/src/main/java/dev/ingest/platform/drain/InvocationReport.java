package dev.ingest.platform.drain;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.InvocationReported.Outcome;
import dev.ingest.platform.kafka.EventPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Tells of one drain: that it started, and how it ended. A drain that started and never ended ran out of time or memory. */
final class InvocationReport {
    private static final Logger LOG = Logger.getLogger(InvocationReport.class);

    private final EventPublisher events;
    private final PartitionHandler handler;
    private final int partition;
    private final Duration deadline;
    private final DrainWork work;
    private final Clock clock;
    private final PeakMemory memory = PeakMemory.start();
    private final Instant startedAt;
    private final String id;
    private int batch;
    private int records;

    InvocationReport(
            EventPublisher events,
            PartitionHandler handler,
            int partition,
            Duration deadline,
            DrainWork work,
            Clock clock) {
        this.events = events;
        this.handler = handler;
        this.partition = partition;
        this.deadline = deadline;
        this.work = work;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.id = new Ulid(clock).next();
    }

    /**
     * Took messages; tells that the drain started, and again when it meets streams that it has not named yet.
     *
     * @param asked the batch size that the messages ask for
     */
    void took(int messages, int asked) {
        boolean first = records == 0;
        records += messages;
        batch = Math.max(batch, asked);
        if (work.hasNews() || first) {
            tell(Outcome.STARTED, Duration.ZERO);
        }
    }

    void ended(Outcome outcome) {
        tell(outcome, Duration.between(startedAt, clock.instant()));
    }

    private void tell(Outcome outcome, Duration duration) {
        var report = new InvocationReported(
                InvocationReported.EVERYONE,
                id,
                handler.service(),
                handler.topic(),
                partition,
                startedAt,
                duration,
                memory.bytes(),
                Runtime.getRuntime().maxMemory(),
                batch,
                records,
                outcome,
                deadline,
                work.streams());
        var ignored = events.fact(report).exceptionally(failure -> {
            LOG.warnf(
                    "invocation report lost: service=%s invocation=%s cause=%s",
                    handler.service(), id, failure.getMessage());
            return null;
        });
    }
}
