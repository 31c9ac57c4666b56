package dev.ingest.platform.drain;

import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Wakeups from their own topic, where no KafkaSource turns them into posts. Many for one partition become one. */
@IfBuildProperty(name = "ingest.drain.enabled", stringValue = "true")
@Singleton
public final class KafkaDoor {
    private static final Logger LOG = Logger.getLogger(KafkaDoor.class);

    /** Wakeups are small, and of those that come together many are for one partition. */
    private static final int WAKEUPS_MAX = 10_000;

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Drains drains;
    private final PartitionHandler handler;
    private final DrainSettings settings;
    private final KafkaClients clients;
    private final TopicNames names;
    private final EventCodec codec;
    private final ExecutorService workers;
    private volatile boolean stopping;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    KafkaDoor(
            Drains drains,
            PartitionHandler handler,
            DrainSettings settings,
            KafkaClients clients,
            TopicNames names,
            EventCodec codec) {
        this.drains = drains;
        this.handler = handler;
        this.settings = settings;
        this.clients = clients;
        this.names = names;
        this.codec = codec;
        // Platform threads: Iceberg and Parquet block in ways that pin virtual ones.
        this.workers = Executors.newFixedThreadPool(
                settings.concurrency(), Thread.ofPlatform().name("drain-", 0).factory());
    }

    void start(@Observes StartupEvent startup) {
        if (settings.kafkaDoor()) {
            Thread.ofPlatform().daemon().name("wakeups-door").start(this::listen);
        }
    }

    private void listen() {
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> open =
                    clients.consumer(handler.service() + ".wakeups", "earliest", WAKEUPS_MAX)) {
                consumer = open;
                open.subscribe(List.of(names.topic(handler.wakeups())));
                while (!stopping) {
                    take(open);
                }
            } catch (WakeupException stop) {
                LOG.debugf("door closes: cause=%s", stop.getMessage());
            } catch (KafkaException failure) {
                LOG.warnf(
                        "wakeups cannot be read, trying again: service=%s cause=%s",
                        handler.service(), failure.getMessage());
                pause();
            }
        }
    }

    private void take(KafkaConsumer<byte[], byte[]> open) {
        Set<Integer> partitions = new LinkedHashSet<>();
        for (ConsumerRecord<byte[], byte[]> message : open.poll(POLL)) {
            try {
                partitions.add(
                        codec.decode(DrainPartition.class, message.value()).partition());
            } catch (IllegalArgumentException malformed) {
                LOG.warnf(
                        "wakeup skipped: topic=%s offset=%d cause=%s",
                        message.topic(), message.offset(), malformed.getMessage());
            }
        }
        partitions.forEach(partition -> workers.execute(() -> drain(partition)));
        open.commitAsync(); // a wakeup that is read twice finds nothing, one that is lost is made good by the tick
    }

    private void drain(int partition) {
        try {
            drains.drain(partition);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            // The group's offset did not move: the next wakeup, at the latest the tick's, reads the same messages
            // again.
            LOG.errorf(failure, "drain failed: service=%s partition=%d", handler.service(), partition);
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException stop) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopping = true;
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        workers.shutdown();
    }
}
