package dev.ingest.platform.drain;

import dev.ingest.contracts.Ulid;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.InvocationReported.Outcome;
import dev.ingest.platform.kafka.EventPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells of one drain: that it started, and how it ended. A drain that started and never ended ran out of time or memory. */
final class InvocationReport {
    private static final Logger LOG = Logger.getLogger(InvocationReport.class);

    private final EventPublisher events;
    private final PartitionHandler handler;
    private final int partition;
    private final Clock clock;
    private final PeakMemory memory = PeakMemory.start();
    private final Instant startedAt;
    private final String id;
    private int batch;
    private int records;

    InvocationReport(EventPublisher events, PartitionHandler handler, int partition, Clock clock) {
        this.events = events;
        this.handler = handler;
        this.partition = partition;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.id = new Ulid(clock).next();
    }

    void started() {
        tell(Outcome.STARTED, Duration.ZERO);
    }

    /** @param asked the batch size that the messages ask for */
    void took(int messages, int asked) {
        records += messages;
        batch = Math.max(batch, asked);
    }

    /** @param outcome how it ended, or null if it failed */
    void ended(@Nullable DrainOutcome outcome) {
        tell(
                switch (outcome) {
                    case null -> Outcome.FAILED;
                    case EMPTY, BUSY, FINISHED -> Outcome.FINISHED;
                    case DEADLINE -> Outcome.DEADLINE;
                    case FENCED -> Outcome.FENCED;
                },
                Duration.between(startedAt, clock.instant()));
        memory.close();
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
                outcome);
        var ignored = events.fact(report).exceptionally(failure -> {
            LOG.warnf(
                    "invocation report lost: service=%s invocation=%s cause=%s",
                    handler.service(), id, failure.getMessage());
            return null;
        });
    }
}
