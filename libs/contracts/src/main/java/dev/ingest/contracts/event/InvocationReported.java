package dev.ingest.contracts.event;

import java.time.Duration;
import java.time.Instant;

/**
 * One drain, as it started ({@link Outcome#STARTED}) and as it ended: a drain that started and never reported again died.
 *
 * @param tenant {@link #EVERYONE}: a partition serves many tenants
 * @param invocation a ULID, the same in both reports
 * @param service who drained
 * @param topic what was drained
 * @param partition its partition
 * @param startedAt when the drain started
 * @param duration how long it took; zero while {@link Outcome#STARTED}
 * @param peakMemoryBytes most memory seen in use during the drain
 * @param memoryLimitBytes what the process may use
 * @param batch the batch size it worked with
 * @param records Kafka records read
 * @param outcome how it ended
 */
public record InvocationReported(
        String tenant,
        String invocation,
        String service,
        String topic,
        int partition,
        Instant startedAt,
        Duration duration,
        long peakMemoryBytes,
        long memoryLimitBytes,
        int batch,
        int records,
        Outcome outcome)
        implements Fact {

    /** The tenant of facts that are no single tenant's. */
    public static final String EVERYONE = "*";

    /** How a drain ended. */
    public enum Outcome {
        STARTED,
        FINISHED,
        /** Reached its deadline with work left; the partition was woken again. */
        DEADLINE,
        /** Another owner was faster. */
        FENCED,
        FAILED
    }
}
