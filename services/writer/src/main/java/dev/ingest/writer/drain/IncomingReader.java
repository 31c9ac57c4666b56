package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.event.Event;
import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceAborted;
import dev.ingest.contracts.event.SliceAttempt;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.contracts.record.Operation;
import dev.ingest.lake.Reached;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Reads messages of {@code ingest.records}. Not thread-safe: each drain has one. */
final class IncomingReader {
    /**
     * Most bytes of a {@code SliceCompleted}, state and rest included. Both become part of the table's metadata, which everyone
     * who loads the table reads, and of a {@code TableCommitted} that has to fit a Kafka message.
     */
    static final int COMPLETED_BYTES_MAX = Reached.LENGTH_MAX;

    private static final Logger LOG = Logger.getLogger(IncomingReader.class);

    private final EventCodec codec;
    private final AlikeMessages alike = new AlikeMessages();

    IncomingReader(EventCodec codec) {
        this.codec = codec;
    }

    /** What a message is; never fails, since one unreadable message must not stop those behind it. */
    Incoming read(SourcePartition source, ConsumerRecord<byte[], byte[]> message) {
        try {
            return alike.read(source, message)
                    .<Incoming>map(records -> records)
                    .orElseGet(() -> readInFull(source, message));
        } catch (RuntimeException malformed) {
            // whatever decoding throws: it is the message that is wrong, and the next drain would meet it again
            String reason =
                    malformed instanceof IllegalArgumentException ? malformed.getMessage() : malformed.toString();
            return new Incoming.Unreadable(source, message, String.valueOf(reason), completed(message));
        }
    }

    private Incoming readInFull(SourcePartition source, ConsumerRecord<byte[], byte[]> message) {
        TableKey table = table(message);
        if (!EnvelopeHeaders.areOf(EventCodec.type(message))) {
            return new Incoming.Marked(source, message, table, marker(message));
        }
        var records = new Incoming.Records(source, message, table, envelope(message, table));
        alike.remember(records);
        return records;
    }

    /** The attempt that a {@code SliceCompleted} is about, whatever is wrong with the rest of it. */
    private Optional<SliceAttempt> completed(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null || !EventCodec.type(message).equals(Event.type(SliceCompleted.class))) {
            return Optional.empty();
        }
        try {
            // of all markers' fields this one has the attempt alone
            return Optional.of(codec.decode(SliceAborted.class, message.value()).attempt())
                    .filter(IncomingReader::isWhole);
        } catch (RuntimeException unreadable) {
            LOG.debugf(
                    unreadable,
                    "no attempt can be read: partition=%d offset=%d",
                    message.partition(),
                    message.offset());
            return Optional.empty();
        }
    }

    private static boolean isWhole(SliceAttempt attempt) {
        return Stream.of(attempt.pipeline(), attempt.run(), attempt.stream(), attempt.slice(), attempt.attempt())
                .allMatch(Objects::nonNull);
    }

    private static TableKey table(ConsumerRecord<byte[], byte[]> message) {
        return TableKey.of(message)
                .orElseThrow(() -> new IllegalArgumentException("key: '%s' (expected: tenant/namespace.table)"
                        .formatted(message.key() == null ? "" : new String(message.key(), UTF_8))));
    }

    /** The key gave the message its partition, and so its one owner: an envelope for another table is in the wrong place. */
    private static Envelope envelope(ConsumerRecord<byte[], byte[]> message, TableKey table) {
        Envelope envelope = EnvelopeHeaders.read(name -> EventCodec.header(message.headers(), name), body(message));
        if (!envelope.key().equals(table.toString())) {
            throw new IllegalArgumentException(
                    "envelope: table %s under key %s (expected: the same)".formatted(envelope.key(), table));
        }
        if (envelope.page().isPresent()) {
            Slices.require(envelope.page().get().attempt());
            requireUpserts(envelope);
        }
        return envelope;
    }

    /** A branch has no place for the absence of a row. */
    private static void requireUpserts(Envelope page) {
        if (page.operation() != Operation.UPSERT) {
            throw new IllegalArgumentException(
                    "envelope: operation %s in a page (expected: %s)".formatted(page.operation(), Operation.UPSERT));
        }
    }

    private Marker marker(ConsumerRecord<byte[], byte[]> message) {
        requireBody(message);
        if (EventCodec.type(message).equals(Event.type(SliceCompleted.class))) {
            requireShort(message);
        }
        Optional<Marker> marker = codec.marker(message);
        marker.ifPresent(Slices::require);
        return marker.orElseThrow(() -> new IllegalArgumentException("header %s: '%s' (expected: %s or a marker's type)"
                .formatted(EnvelopeHeaders.CE_TYPE, EventCodec.type(message), EnvelopeHeaders.TYPE)));
    }

    private static void requireShort(ConsumerRecord<byte[], byte[]> completed) {
        int bytes = completed.value().length;
        if (bytes > COMPLETED_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "SliceCompleted: %d bytes with its state (expected: at most %d): make the cursor's state smaller"
                            .formatted(bytes, COMPLETED_BYTES_MAX));
        }
    }

    private static byte[] body(ConsumerRecord<byte[], byte[]> message) {
        requireBody(message);
        return message.value();
    }

    private static void requireBody(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            throw new IllegalArgumentException("the message has no value");
        }
    }
}
