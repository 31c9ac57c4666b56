package dev.ingest.platform.drain;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The work that a service does on a partition. A service that drains has exactly one. */
public interface PartitionHandler {
    /** The name of the service, which is also its consumer group. */
    String service();

    /** The topic that holds the work, of {@link dev.ingest.contracts.Topics}. */
    String topic();

    /** The topic that its wakeups arrive on. */
    String wakeups();

    /**
     * Works on messages in their order. What it returns as done is durable: the group's offset moves past it.
     *
     * @param source where they are from
     * @param messages never empty, consecutive
     * @param deadline when to stop and return what is done
     * @return how many of the messages, from the first, are done
     * @throws FencedException if another owner was faster, twice
     * @throws InterruptedException if the service stops
     */
    int handle(SourcePartition source, List<ConsumerRecord<byte[], byte[]>> messages, Instant deadline)
            throws FencedException, InterruptedException;
}
