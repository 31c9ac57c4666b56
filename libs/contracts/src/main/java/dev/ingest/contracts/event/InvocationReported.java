package dev.ingest.contracts.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One drain, as it started ({@link Outcome#STARTED}, told again when it meets further streams) and as it ended: a drain that
 * started and never told its end died.
 *
 * @param tenant {@link #EVERYONE}: a partition serves many tenants
 * @param invocation a ULID, the same in both reports
 * @param service who drained
 * @param topic what was drained
 * @param partition its partition
 * @param startedAt when the drain started
 * @param duration how long it took; zero while {@link Outcome#STARTED}
 * @param peakMemoryBytes heap that the drain needed: what was left after the last collection of all of it
 * @param memoryLimitBytes what the process may use
 * @param batch the batch size it worked with
 * @param records Kafka records read
 * @param outcome how it ended
 * @param deadline how long it may take; zero in reports of versions that did not say
 * @param streams what it did for each stream, at most {@link #STREAMS_MAX}: of more, those with the most records
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
        Outcome outcome,
        Duration deadline,
        List<StreamWork> streams)
        implements Fact {
    /** Streams that a report names. */
    public static final int STREAMS_MAX = 100;

    public InvocationReported {
        deadline = Objects.requireNonNullElse(deadline, Duration.ZERO);
        streams = List.copyOf(Objects.requireNonNullElse(streams, List.of()));
        if (streams.size() > STREAMS_MAX) {
            throw new IllegalArgumentException(
                    "streams: %d (expected: at most %d)".formatted(streams.size(), STREAMS_MAX));
        }
    }

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
        FAILED,
        /** The process had no memory left for it. */
        OUT_OF_MEMORY
    }
}
