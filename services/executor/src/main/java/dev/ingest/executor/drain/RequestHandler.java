package dev.ingest.executor.drain;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.SliceRequested;
import dev.ingest.executor.slice.SliceRunner;
import dev.ingest.platform.drain.Messages;
import dev.ingest.platform.drain.PartitionHandler;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Works on the requests of a partition until the deadline: those of one credential in order, its streams side by side, and
 * credentials without regard to each other. A request is done when its last marker or fact is acknowledged.
 */
@Singleton
final class RequestHandler implements PartitionHandler {
    private static final Logger LOG = Logger.getLogger(RequestHandler.class);

    private final EventCodec codec;
    private final SliceRunner slices;
    private final SlicePool pool;
    private final ExecutorSettings settings;
    private final Clock clock = Clock.systemUTC();

    RequestHandler(EventCodec codec, SliceRunner slices, SlicePool pool, ExecutorSettings settings) {
        this.codec = codec;
        this.slices = slices;
        this.pool = pool;
        this.settings = settings;
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
    public OptionalInt batch(List<ConsumerRecord<byte[], byte[]>> messages) {
        return messages.stream()
                .flatMap(message -> decoded(message).stream())
                .mapToInt(SliceRequested::batch)
                .max();
    }

    @Override
    public boolean drain(SourcePartition source, Messages messages, Instant deadline) throws InterruptedException {
        return new RequestDrain(messages, deadline, settings, pool, new Slices(), this::decoded, clock).run();
    }

    private final class Slices implements RequestDrain.Work {
        @Override
        public StreamRules rules(SliceRequested request) {
            return new StreamRules(settings.streamsMax(), java.util.Map.of());
        }

        @Override
        public void run(SliceRequested request, Instant deadline) {
            slices.run(request, deadline);
        }
    }

    private Optional<SliceRequested> decoded(ConsumerRecord<byte[], byte[]> message) {
        try {
            return Optional.of(codec.decode(SliceRequested.class, message.value()));
        } catch (IllegalArgumentException malformed) {
            // Not from our scheduler, or from a newer one: nobody waits for it that we could tell. The tick asks again
            // for what is missing.
            LOG.errorf(
                    "request skipped: partition=%d offset=%d cause=%s",
                    message.partition(), message.offset(), malformed.getMessage());
            return Optional.empty();
        }
    }
}
