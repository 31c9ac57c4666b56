package dev.ingest.writer.drain;

import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.record.Claim;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.lake.Position;
import dev.ingest.platform.drain.SourcePartition;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One message of a batch, as far as it can be read. */
sealed interface Incoming {
    /** Where it is from. */
    SourcePartition source();

    /** As Kafka gave it. */
    ConsumerRecord<byte[], byte[]> message();

    /** Where it is, in the lake's words. */
    default Position position() {
        return new Position(source().topicId(), source().partition(), message().offset());
    }

    /** A message that says whose it is. */
    sealed interface OfTable extends Incoming {
        TableKey table();

        /** How many bytes of the heap it takes while it waits. */
        default long held() {
            return MessageSize.of(message());
        }
    }

    /**
     * Records, pushed or a page of a slice.
     *
     * @param held how many bytes of the heap it takes while it waits
     */
    record Records(
            SourcePartition source,
            ConsumerRecord<byte[], byte[]> message,
            TableKey table,
            Envelope envelope,
            @Override long held)
            implements OfTable {

        /** Records that share nothing with others. */
        Records(SourcePartition source, ConsumerRecord<byte[], byte[]> message, TableKey table, Envelope envelope) {
            this(source, message, table, envelope, MessageSize.of(message));
        }

        /** How many bytes its records are, here or elsewhere. */
        long bytes() {
            return envelope.claim().map(Claim::length).orElse((long) envelope.body().length);
        }
    }

    /** A marker among them. */
    record Marked(SourcePartition source, ConsumerRecord<byte[], byte[]> message, TableKey table, Marker marker)
            implements OfTable {}

    /**
     * A message that nobody of this version can read.
     *
     * @param reason what is wrong with it
     * @param completed the attempt whose completion it tells, if that much can be read: its run waits for an answer
     */
    record Unreadable(
            SourcePartition source,
            ConsumerRecord<byte[], byte[]> message,
            String reason,
            Optional<SliceAttempt> completed)
            implements Incoming {}
}
