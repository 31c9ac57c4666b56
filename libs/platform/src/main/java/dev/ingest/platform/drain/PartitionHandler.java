package dev.ingest.platform.drain;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The work that a service does on a partition. A service that drains has exactly one. */
public interface PartitionHandler {
    /** The name of the service, which is also its consumer group. */
    String service();

    /** The topic that holds the work, of {@link dev.ingest.contracts.Topics}. */
    String topic();

    /** The topic that its wakeups arrive on. */
    String wakeups();

    /** The batch size that these messages ask for, where messages do. A drain reports the greatest that it obeyed. */
    default OptionalInt batch(List<ConsumerRecord<byte[], byte[]>> messages) {
        return OptionalInt.empty();
    }

    /** Names the streams of messages before anything is done with them, in case the process does not live to tell. */
    default void meet(List<ConsumerRecord<byte[], byte[]>> messages, DrainWork work) {}

    /**
     * Whether a partition has work besides its messages, so that a drain is worth it even without any.
     *
     * @throws InterruptedException if the service stops
     */
    default boolean isDue(int partition) throws InterruptedException {
        return false;
    }

    /**
     * Works on a partition until its messages are done or something more may not begin.
     *
     * @param source where the messages are from
     * @param messages what there is to do
     * @param deadline when to be done
     * @return whether everything is done
     * @throws FencedException if another owner was faster, twice
     * @throws InterruptedException if the service stops
     */
    boolean drain(SourcePartition source, Messages messages, Instant deadline)
            throws FencedException, InterruptedException;
}
