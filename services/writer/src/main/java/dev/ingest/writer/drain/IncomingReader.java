package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.event.SliceCompleted;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.contracts.record.Operation;
import dev.ingest.platform.kafka.EventCodec;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads messages of {@code ingest.records}. */
final class IncomingReader {
    private static final int STATE_LENGTH_MAX = 64 << 10;

    private final EventCodec codec;

    IncomingReader(EventCodec codec) {
        this.codec = codec;
    }

    /** What a message is; never fails, since one unreadable message must not stop those behind it. */
    Incoming read(int index, ConsumerRecord<byte[], byte[]> message) {
        try {
            TableKey table = table(message);
            return EventCodec.type(message).equals(EnvelopeHeaders.TYPE)
                    ? new Incoming.Records(index, message, table, envelope(message, table))
                    : new Incoming.Marked(index, message, table, marker(message));
        } catch (IllegalArgumentException malformed) {
            return new Incoming.Unreadable(index, message, String.valueOf(malformed.getMessage()));
        }
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
        Optional<Marker> marker = codec.marker(message);
        marker.flatMap(Slices::of).ifPresent(Slices::require);
        marker.ifPresent(IncomingReader::requireShortState);
        return marker.orElseThrow(() -> new IllegalArgumentException("header %s: '%s' (expected: %s or a marker's type)"
                .formatted(EnvelopeHeaders.CE_TYPE, EventCodec.type(message), EnvelopeHeaders.TYPE)));
    }

    /** It becomes part of a snapshot's summary, which every reader of the table loads. */
    private static void requireShortState(Marker marker) {
        if (marker instanceof SliceCompleted completed) {
            int length = completed.state().map(String::length).orElse(0);
            if (length > STATE_LENGTH_MAX) {
                throw new IllegalArgumentException(
                        "state: %d characters (expected: at most %d)".formatted(length, STATE_LENGTH_MAX));
            }
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
