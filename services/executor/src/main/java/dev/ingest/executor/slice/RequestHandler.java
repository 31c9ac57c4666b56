package dev.ingest.executor.slice;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.platform.drain.PartitionHandler;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Works on the requests of a partition, one after the other, until the deadline. A request is done when its last marker or fact is
 * acknowledged.
 */
@Singleton
final class RequestHandler implements PartitionHandler {
    private static final Logger LOG = Logger.getLogger(RequestHandler.class);

    private final EventCodec codec;
    private final SliceRunner slices;
    private final Clock clock = Clock.systemUTC();

    RequestHandler(EventCodec codec, SliceRunner slices) {
        this.codec = codec;
        this.slices = slices;
    }

    @Override
    public String service() {
        return "executor";
    }

    @Override
    public String topic() {
        return Topics.REQUESTS;
    }

    @Override
    public String wakeups() {
        return Topics.WAKEUPS_EXECUTOR;
    }

    @Override
    public int handle(SourcePartition source, List<ConsumerRecord<byte[], byte[]>> messages, Instant deadline)
            throws InterruptedException {
        int done = 0;
        while (done < messages.size() && clock.instant().isBefore(deadline)) {
            handle(messages.get(done), deadline);
            done++;
        }
        return done;
    }

    private void handle(ConsumerRecord<byte[], byte[]> message, Instant deadline) throws InterruptedException {
        SliceRequested request;
        try {
            request = codec.decode(SliceRequested.class, message.value());
        } catch (IllegalArgumentException malformed) {
            // Not from our scheduler, or from a newer one: nobody waits for it that we could tell. The tick asks again
            // for what is missing.
            LOG.errorf(
                    "request skipped: partition=%d offset=%d cause=%s",
                    message.partition(), message.offset(), malformed.getMessage());
            return;
        }
        slices.run(request, deadline);
    }
}
