package dev.ingest.platform.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.Metric;

/**
 * Whether records can be handed to the producer without waiting. It waits in two cases: it does not know the topic, which it
 * forgets after five minutes without use, or its buffer is full.
 */
final class RecordsFlow {
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

    /** The producer tells how full its buffer is behind the lock that all who send take; so much later it is asked again. */
    private static final long LOOKED_NANOS = Duration.ofMillis(1).toNanos();

    private final Metric room;
    private final double roomMin;
    private final LongSupplier nanos;
    private volatile long acknowledgedAt;
    private volatile Look last;

    /** What was seen, and when. */
    private record Look(long at, boolean hasRoom) {}

    RecordsFlow(KafkaProducer<?, ?> producer, long bufferBytes, LongSupplier nanos) {
        this.room = producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("buffer-available-bytes"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the producer does not tell how full its buffer is"));
        this.roomMin = bufferBytes / 2.0;
        this.nanos = nanos;
        this.acknowledgedAt = nanos.getAsLong() - FRESH_NANOS;
        this.last = looked(nanos.getAsLong());
    }

    void acknowledged() {
        acknowledgedAt = nanos.getAsLong();
    }

    boolean isFree() {
        long now = nanos.getAsLong();
        return now - acknowledgedAt < FRESH_NANOS && hasRoom(now);
    }

    /** Half of the buffer is kept free, which is more than comes in between two looks. */
    private boolean hasRoom(long now) {
        Look known = last;
        if (now - known.at() >= LOOKED_NANOS) {
            known = looked(now);
            last = known;
        }
        return known.hasRoom();
    }

    private Look looked(long now) {
        return new Look(now, (double) room.metricValue() >= roomMin);
    }
}
