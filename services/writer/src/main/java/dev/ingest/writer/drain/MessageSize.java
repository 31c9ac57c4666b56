package dev.ingest.writer.drain;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * How many bytes of the heap a message takes while it waits. With small records that is several times what is in them: a limit on
 * their own bytes alone would let a backlog of them take all memory there is. Counted in a heap of a 64-bit JVM whose references
 * are compressed, rounded up.
 */
final class MessageSize {
    /** The message, what was read of it, its place in a queue and in the commit's batch. */
    private static final int MESSAGE = 400;

    /** A header, besides its value: its name, as bytes and as text, their buffers, and what was read of it. */
    private static final int HEADER = 250;

    private MessageSize() {}

    /** Of a message whose headers are its own. */
    static long of(ConsumerRecord<byte[], byte[]> message) {
        long size = withoutHeaders(message);
        for (Header header : message.headers()) {
            size += HEADER + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    /** Of a message whose headers are kept for another one. */
    static long withoutHeaders(ConsumerRecord<byte[], byte[]> message) {
        return MESSAGE + Math.max(0, message.serializedKeySize()) + Math.max(0, message.serializedValueSize());
    }
}
