package dev.ingest.writer.parked;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ingest.platform.drain.SourcePartition;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message of {@code ingest.records} that was put aside.
 *
 * @param source where it was, by Kafka's id of the topic
 * @param message as it was there: its own offset, key, value and headers
 * @param why what kept it from becoming rows
 * @param turn its place among those put aside together; none if it is not to be replayed, because nobody can read it
 */
public record Parked(SourcePartition source, ConsumerRecord<byte[], byte[]> message, Trouble why, Optional<Turn> turn) {

    /** Where it was, in one word. */
    public String place() {
        return place(source, message);
    }

    /** Where a message is, in one word: {@code <topic id>:<partition>@<offset>}. */
    public static String place(SourcePartition source, ConsumerRecord<byte[], byte[]> message) {
        return "%s:%d@%d".formatted(source.topicId(), source.partition(), message.offset());
    }

    /** Its key: the table that it waits for. */
    public String table() {
        return message.key() == null ? "" : new String(message.key(), UTF_8);
    }
}
