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

    private final Metric room;
    private final double roomMin;
    private final LongSupplier nanos;
    private volatile long acknowledgedAt;

    RecordsFlow(KafkaProducer<?, ?> producer, long bufferBytes, LongSupplier nanos) {
        this.room = producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("buffer-available-bytes"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the producer does not tell how full its buffer is"));
        this.roomMin = bufferBytes / 2.0;
        this.nanos = nanos;
        this.acknowledgedAt = nanos.getAsLong() - FRESH_NANOS;
    }

    void acknowledged() {
        acknowledgedAt = nanos.getAsLong();
    }

    boolean isFree() {
        return nanos.getAsLong() - acknowledgedAt < FRESH_NANOS && (double) room.metricValue() >= roomMin;
    }
}
