package dev.ingest.writer.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.contracts.event.Marker;
import dev.ingest.contracts.record.Envelope;
import dev.ingest.contracts.record.EnvelopeHeaders;
import dev.ingest.platform.kafka.EventCodec;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads messages of {@code ingest.records}. */
final class IncomingReader {
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
        String key = message.key() == null ? "" : new String(message.key(), UTF_8);
        return TableKey.parse(key)
                .orElseThrow(() ->
                        new IllegalArgumentException("key: '%s' (expected: tenant/namespace.table)".formatted(key)));
    }

    /** The key gave the message its partition, and so its one owner: an envelope for another table is in the wrong place. */
    private static Envelope envelope(ConsumerRecord<byte[], byte[]> message, TableKey table) {
        Envelope envelope =
                EnvelopeHeaders.read(name -> EventCodec.header(message.headers(), name), body(message));
        if (!envelope.key().equals(table.toString())) {
            throw new IllegalArgumentException(
                    "envelope: table %s under key %s (expected: the same)".formatted(envelope.key(), table));
        }
        envelope.page().ifPresent(page -> Slices.require(page.attempt()));
        return envelope;
    }

    private Marker marker(ConsumerRecord<byte[], byte[]> message) {
        requireBody(message);
        Optional<Marker> marker = codec.marker(message);
        marker.flatMap(Slices::of).ifPresent(Slices::require);
        return marker.orElseThrow(() -> new IllegalArgumentException(
                "header %s: '%s' (expected: %s or a marker's type)"
                        .formatted(EnvelopeHeaders.CE_TYPE, EventCodec.type(message), EnvelopeHeaders.TYPE)));
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
