package dev.ingest.platform.drain;

import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.contracts.event.InvocationReported.Outcome;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Drains partitions: reads one to the end seen at its start or to its deadline, batch by batch, and wakes it again if work is
 * left. A partition is drained once at a time here; who else is woken for it returns at once. Blocking, on platform threads.
 */
@IfBuildProperty(name = "ingest.drain.enabled", stringValue = "true")
@Singleton
public final class Drains {
    private static final Logger LOG = Logger.getLogger(Drains.class);

    /** How far the causes of a failure are followed. */
    private static final int CAUSES_MAX = 20;

    private final PartitionHandler handler;
    private final DrainSettings settings;
    private final KafkaClients clients;
    private final TopicNames names;
    private final EventPublisher events;
    private final Admin admin;
    private final TopicIds topicIds;
    private final DrainMetrics metrics;
    private final Clock clock = Clock.systemUTC();
    private final Set<Integer> draining = ConcurrentHashMap.newKeySet();

    /** Partitions for which someone was told BUSY since their drain began. */
    private final Set<Integer> refused = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    Drains(
            PartitionHandler handler,
            DrainSettings settings,
            KafkaClients clients,
            TopicNames names,
            EventPublisher events,
            Admin admin,
            TopicIds topicIds,
            MeterRegistry registry) {
        this.handler = handler;
        this.settings = settings;
        this.clients = clients;
        this.names = names;
        this.events = events;
        this.admin = admin;
        this.topicIds = topicIds;
        this.metrics = new DrainMetrics(registry, handler.topic());
    }

    /** Does the work that a partition has. */
    public DrainOutcome drain(int partition) throws InterruptedException {
        refused.add(partition); // before the try to enter, so that whoever leaves meanwhile sees it
        if (stopping || !draining.add(partition)) {
            return DrainOutcome.BUSY;
        }
        refused.remove(partition);
        DrainOutcome outcome;
        try {
            outcome = drainHere(partition);
        } finally {
            // Before the look at what is left: whoever was told BUSY until now had its record acknowledged before that
            // look.
            draining.remove(partition);
        }
        boolean someoneWasRefused = refused.remove(partition);
        if (!stopping
                && (outcome != DrainOutcome.EMPTY || someoneWasRefused)
                && (workIsLeft(partition) || handler.isDue(partition))) {
            events.wake(new DrainPartition(handler.topic(), partition));
        }
        return outcome;
    }

    private DrainOutcome drainHere(int partition) throws InterruptedException {
        String topic = names.topic(handler.topic());
        KafkaConsumer<byte[], byte[]> consumer = clients.consumer(handler.service());
        try (var batches = new MessageBatches(consumer, new TopicPartition(topic, partition), settings)) {
            var source = new SourcePartition(topicIds.of(topic), partition);
            List<ConsumerRecord<byte[], byte[]>> first = batches.next();
            return first.isEmpty() && !handler.isDue(partition)
                    ? DrainOutcome.EMPTY
                    : work(new Open(batches, first, partition), source);
        }
    }

    /** The messages of a drain that has begun. */
    private final class Open implements Messages {
        private final MessageBatches batches;
        private final Instant deadline = clock.instant().plus(settings.deadline());
        private final DrainWork work = new DrainWork();
        private final InvocationReport report;
        private List<ConsumerRecord<byte[], byte[]>> first;

        Open(MessageBatches batches, List<ConsumerRecord<byte[], byte[]>> first, int partition) {
            this.batches = batches;
            this.first = first;
            this.report = new InvocationReport(events, handler, partition, settings.deadline(), work, clock);
            took(first);
        }

        private void took(List<ConsumerRecord<byte[], byte[]>> messages) {
            handler.meet(messages, work);
            report.took(messages.size(), handler.batch(messages).orElse(settings.batch()));
        }

        @Override
        public List<ConsumerRecord<byte[], byte[]>> next() {
            if (!first.isEmpty()) {
                List<ConsumerRecord<byte[], byte[]>> given = first;
                first = List.of();
                return given;
            }
            List<ConsumerRecord<byte[], byte[]>> messages = batches.next();
            if (!messages.isEmpty()) {
                took(messages);
            }
            return messages;
        }

        @Override
        public void done(List<ConsumerRecord<byte[], byte[]>> messages) {
            batches.done(messages);
            metrics.done(messages, clock.instant());
        }

        @Override
        public boolean goesOn() {
            return !stopping && clock.instant().isBefore(deadline);
        }

        @Override
        public DrainWork work() {
            return work;
        }
    }

    private DrainOutcome work(Open messages, SourcePartition source) throws InterruptedException {
        Outcome told = Outcome.FAILED;
        try {
            boolean finished = handler.drain(source, messages, messages.deadline);
            told = finished ? Outcome.FINISHED : Outcome.DEADLINE;
            return finished ? DrainOutcome.FINISHED : DrainOutcome.DEADLINE;
        } catch (FencedException fenced) {
            LOG.warnf(
                    "fenced: service=%s partition=%d cause=%s",
                    handler.service(), source.partition(), fenced.getMessage());
            told = Outcome.FENCED;
            return DrainOutcome.FENCED;
        } catch (RuntimeException | Error failure) {
            told = isOutOfMemory(failure) ? Outcome.OUT_OF_MEMORY : Outcome.FAILED;
            throw failure;
        } finally {
            messages.report.ended(told);
        }
    }

    private static boolean isOutOfMemory(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private boolean workIsLeft(int partition) throws InterruptedException {
        var source = new TopicPartition(names.topic(handler.topic()), partition);
        try {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(names.group(handler.service()))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(source);
            long end = admin.listOffsets(Map.of(source, OffsetSpec.latest()))
                    .partitionResult(source)
                    .get()
                    .offset();
            long reached = committed == null ? 0 : committed.offset();
            metrics.left(partition, end - reached);
            return reached < end;
        } catch (ExecutionException failure) {
            LOG.warnf(
                    "cannot see what is left: service=%s partition=%d cause=%s",
                    handler.service(), partition, failure.getMessage());
            return true; // a needless wakeup costs little, a missing one waits for the tick
        }
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopping = true;
    }
}
