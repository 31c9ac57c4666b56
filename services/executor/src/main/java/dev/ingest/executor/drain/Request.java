package dev.ingest.executor.drain;

import dev.ingest.contracts.event.SliceRequested;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A request and the message that it came in. */
record Request(ConsumerRecord<byte[], byte[]> message, SliceRequested slice) {
    /** What its rules depend on. */
    record Source(String pipeline, String connector, int version) {}

    /** What is read in order: slices of one of these follow each other. */
    record StreamKey(String pipeline, String stream) {}

    Source source() {
        return new Source(slice.pipeline(), slice.connector(), slice.connectorVersion());
    }

    StreamKey stream() {
        return new StreamKey(slice.pipeline(), slice.stream());
    }

    int bytes() {
        return Math.max(0, message.serializedValueSize());
    }
}
