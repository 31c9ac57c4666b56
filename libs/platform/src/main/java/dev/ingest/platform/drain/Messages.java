package dev.ingest.platform.drain;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What one drain has to do: the messages from the group's offset to the end seen at its start. For the drain's own thread. */
public interface Messages {
    /** The next ones in their order, as many as a batch may hold; empty at the end. Those done by an earlier drain are left out. */
    List<ConsumerRecord<byte[], byte[]>> next();

    /**
     * What came of these is durable. In any order: the group's offset moves as far as there is no gap, and what is done beyond it
     * is remembered beside it, so that the next drain does not do it again.
     */
    void done(List<ConsumerRecord<byte[], byte[]>> messages);

    /** Whether something more may begin: neither has the deadline come nor does the service stop. For any thread. */
    boolean goesOn();

    /** Where whoever works on them tells what it does for each stream: the drain's report says so. */
    DrainWork work();
}
