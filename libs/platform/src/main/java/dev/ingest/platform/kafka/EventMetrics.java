package dev.ingest.platform.kafka;

import dev.ingest.contracts.event.BudgetSpent;
import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.contracts.event.Event;
import dev.ingest.contracts.event.InvocationReported;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.RecordsRejected;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.event.SliceDeferred;
import dev.ingest.contracts.event.SliceFailed;
import dev.ingest.contracts.event.SliceReported;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.contracts.event.SliceStaged;
import dev.ingest.contracts.event.StreamFailed;
import dev.ingest.contracts.event.TableCaughtUp;
import dev.ingest.contracts.event.TableCommitted;
import dev.ingest.contracts.event.TableParked;
import dev.ingest.contracts.event.UsageBilled;
import dev.ingest.contracts.event.UsageRecorded;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * Figures of what this process told. Whatever matters that a service does is an event, so they are all made here, and agree with
 * what the others hear. An event that is told again counts again. No tenant and no table is in a label: there may be any number.
 */
final class EventMetrics {
    private final MeterRegistry registry;
    private final Clock clock;

    EventMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** An event is durable. */
    void told(Event event) {
        switch (event) {
            case TableCommitted commit -> committed(commit);
            case RecordsRejected rejected -> count("ingest.records.rejected", rejected.records());
            case SliceRequested _ -> count("ingest.slices.requested", 1);
            case Marker marker -> marked(marker);
            case SliceStaged staged -> count("ingest.records.staged", staged.records());
            case SliceFailed failed -> ended("failed", lower(failed.kind()));
            case StreamFailed failed ->
                registry.counter("ingest.refreshes.failed", "kind", lower(failed.kind()))
                        .increment();
            case SliceDeferred deferred -> deferred(deferred);
            case InvocationReported drain -> drained(drain);
            case UsageRecorded usage -> count("ingest.usage.bytes", usage.bytes());
            case UsageBilled _ -> count("ingest.billing.days", 1);
            // what waits is a topic's lag
            case SliceReported _, TableParked _, TableCaughtUp _, BudgetSpent _, DrainPartition _ -> {}
        }
    }

    private void committed(TableCommitted commit) {
        String from = commit.pipeline().isPresent() ? "pull" : "push";
        registry.counter("ingest.commits", "from", from).increment();
        registry.counter("ingest.rows", "from", from).increment(commit.rows());
        registry.counter("ingest.bytes", "from", from).increment(commit.bytes());
        registry.counter("ingest.files", "from", from).increment(commit.files());
    }

    private void marked(Marker marker) {
        if (marker instanceof SliceCompleted slice) {
            ended("completed", "none");
            count("ingest.records.fetched", slice.records());
            count("ingest.bytes.fetched", slice.bytes());
            count("ingest.pages", slice.pages());
        }
    }

    private void deferred(SliceDeferred deferred) {
        ended("deferred", "none");
        registry.timer("ingest.budget.wait").record(positive(Duration.between(clock.instant(), deferred.notBefore())));
    }

    private void ended(String outcome, String kind) {
        registry.counter("ingest.slices", "outcome", outcome, "kind", kind).increment();
    }

    private void drained(InvocationReported drain) {
        if (drain.outcome() == InvocationReported.Outcome.STARTED) {
            return;
        }
        registry.timer("ingest.drain", "outcome", lower(drain.outcome())).record(positive(drain.duration()));
        count("ingest.drain.messages", drain.records());
        if (drain.memoryLimitBytes() > 0) {
            registry.summary("ingest.drain.memory.ratio")
                    .record((double) drain.peakMemoryBytes() / drain.memoryLimitBytes());
        }
    }

    private void count(String name, long amount) {
        registry.counter(name).increment(amount);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
