package dev.ingest.writer.drain;

import dev.ingest.contracts.record.Envelope;
import dev.ingest.platform.drain.SourcePartition;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * What messages have in common that were pushed to one table: their key and, word for word, their headers. Both are kept once, and
 * what they say is read once. A backlog of single records would otherwise be nine tenths headers. Not thread-safe.
 */
final class AlikeMessages {
    /** Tables whose last message is remembered; with one more, all are forgotten. */
    private static final int TABLES_MAX = 10_000;

    private final Map<ByteBuffer, Alike> lastOfTable = new HashMap<>();

    /** A message without its body. */
    private record Alike(byte[] key, Headers headers, TableKey table, Envelope envelope) {
        private static final byte[] NO_BODY = {};

        static Alike of(Incoming.Records message) {
            return new Alike(
                    message.message().key(),
                    message.message().headers(),
                    message.table(),
                    message.envelope().withBody(NO_BODY));
        }

        Incoming.Records again(SourcePartition source, ConsumerRecord<byte[], byte[]> message) {
            var slim = new ConsumerRecord<>(
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    message.timestamp(),
                    message.timestampType(),
                    message.serializedKeySize(),
                    message.serializedValueSize(),
                    key,
                    message.value(),
                    headers,
                    message.leaderEpoch());
            long held = MessageSize.withoutHeaders(slim);
            return new Incoming.Records(source, slim, table, envelope.withBody(message.value()), held);
        }
    }

    /** The message, if but for its body it is the last one of its table over again. */
    Optional<Incoming.Records> read(SourcePartition source, ConsumerRecord<byte[], byte[]> message) {
        if (message.key() == null || message.value() == null) {
            return Optional.empty();
        }
        Alike last = lastOfTable.get(ByteBuffer.wrap(message.key()));
        return last != null && last.headers().equals(message.headers())
                ? Optional.of(last.again(source, message))
                : Optional.empty();
    }

    /** A message that was read in full: the next may be like it. Pages are numbered, and claims and letters have names. */
    void remember(Incoming.Records message) {
        Envelope envelope = message.envelope();
        if (envelope.page().isEmpty()
                && envelope.claim().isEmpty()
                && envelope.letter().isEmpty()) {
            if (lastOfTable.size() >= TABLES_MAX) {
                lastOfTable.clear();
            }
            lastOfTable.put(ByteBuffer.wrap(message.message().key()), Alike.of(message));
        }
    }
}
