package dev.ingest.writer.drain;

import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.record.Envelope;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One message of a batch, as far as it can be read. */
sealed interface Incoming {
    /** Its place in the batch, from 0. */
    int index();

    /** As Kafka gave it. */
    ConsumerRecord<byte[], byte[]> message();

    /** A message that says whose it is. */
    sealed interface OfTable extends Incoming {
        TableKey table();
    }

    /** Records, pushed or a page of a slice. */
    record Records(int index, ConsumerRecord<byte[], byte[]> message, TableKey table, Envelope envelope)
            implements OfTable {

        /** How many bytes its records are, here or elsewhere. */
        long bytes() {
            return envelope.claim().map(Claim::length).orElse((long) envelope.body().length);
        }
    }

    /** A marker among them. */
    record Marked(int index, ConsumerRecord<byte[], byte[]> message, TableKey table, Marker marker)
            implements OfTable {}

    /**
     * A message that nobody of this version can read.
     *
     * @param reason what is wrong with it
     * @param completed the attempt whose completion it tells, if that much can be read: its run waits for an answer
     */
    record Unreadable(
            int index, ConsumerRecord<byte[], byte[]> message, String reason, Optional<SliceAttempt> completed)
            implements Incoming {}
}
