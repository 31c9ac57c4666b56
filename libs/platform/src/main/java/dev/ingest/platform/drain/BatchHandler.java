package dev.ingest.platform.drain;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Work that is done batch by batch, strictly in the order of the messages. */
public interface BatchHandler extends PartitionHandler {
    /**
     * Works on messages in their order. What it returns as done is durable: the group's offset moves past it.
     *
     * @param source where they are from
     * @param messages never empty, consecutive
     * @param deadline when to stop and return what is done
     * @param work where to tell what is done for each stream
     * @return how many of the messages, from the first, are done
     * @throws FencedException if another owner was faster, twice
     * @throws InterruptedException if the service stops
     */
    int handle(SourcePartition source, List<ConsumerRecord<byte[], byte[]>> messages, Instant deadline, DrainWork work)
            throws FencedException, InterruptedException;

    @Override
    default boolean drain(SourcePartition source, Messages messages, Instant deadline)
            throws FencedException, InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> batch = messages.next();
        while (!batch.isEmpty()) {
            int done = handle(source, batch, deadline, messages.work());
            messages.done(batch.subList(0, done));
            if (done < batch.size() || !messages.goesOn()) {
                return false;
            }
            batch = messages.next();
        }
        return true;
    }
}
