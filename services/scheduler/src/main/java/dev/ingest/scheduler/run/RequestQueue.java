package dev.ingest.scheduler.run;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the executor has come with its requests.
 *
 * @param partitions each partition of the topic
 */
public record RequestQueue(Map<Integer, Span> partitions) {
    /**
     * What a partition holds.
     *
     * @param next the offset that the executor reads next
     * @param end the offset that the next request will have
     */
    public record Span(long next, long end) {}

    public RequestQueue {
        partitions = Map.copyOf(partitions);
    }

    /**
     * Whether the slice's last request is still to be read. One that a topic made anew does not hold is not, and nobody will
     * answer it.
     */
    boolean holds(Slice slice) {
        return slice.status == SliceStatus.REQUESTED
                && span(slice.requestPartition)
                        .filter(span -> slice.requestOffset != null
                                && span.next() <= slice.requestOffset
                                && slice.requestOffset < span.end())
                        .isPresent();
    }

    private Optional<Span> span(@Nullable Integer partition) {
        return Optional.ofNullable(partition).map(partitions::get);
    }
}
