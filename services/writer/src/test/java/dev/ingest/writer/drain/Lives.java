package dev.ingest.writer.drain;

import dev.ingest.contracts.Topics;
import dev.ingest.destination.ClaimStores;
import dev.ingest.destination.Lakes;
import dev.ingest.platform.control.ControlPlane;
import dev.ingest.platform.drain.DrainWork;
import dev.ingest.platform.drain.FencedException;
import dev.ingest.platform.drain.Messages;
import dev.ingest.platform.drain.SourcePartition;
import dev.ingest.platform.kafka.EventCodec;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import dev.ingest.platform.trace.Traces;
import dev.ingest.writer.parked.ParkedLog;
import dev.ingest.writer.stack.Service;
import dev.ingest.writer.stack.Tenant;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Lives of writers' processes on one partition: what a process knows ends with it, what it told Kafka stays. */
@Singleton
final class Lives {
    private static final Duration POLL = Duration.ofSeconds(10);

    private final EventCodec codec;
    private final ControlPlane control;
    private final Lakes lakes;
    private final ClaimStores claims;
    private final EventPublisher events;
    private final ParkedLog parked;
    private final WriterSettings settings;
    private final KafkaClients clients;
    private final TopicNames names;

    Lives(
            EventCodec codec,
            ControlPlane control,
            Lakes lakes,
            ClaimStores claims,
            EventPublisher events,
            ParkedLog parked,
            WriterSettings settings,
            KafkaClients clients,
            TopicNames names) {
        this.codec = codec;
        this.control = control;
        this.lakes = lakes;
        this.claims = claims;
        this.events = events;
        this.parked = parked;
        this.settings = settings;
        this.clients = clients;
        this.names = names;
    }

    /** The partition of a tenant's table, from its end on, for processes with a group of their own. */
    Place from(Tenant tenant) {
        var records = new TopicPartition(names.topic(Topics.RECORDS), Service.partition(tenant.key()));
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("life-" + tenant.id())) {
            consumer.assign(List.of(records));
            long end = consumer.endOffsets(Set.of(records)).getOrDefault(records, 0L);
            consumer.commitSync(Map.of(records, new OffsetAndMetadata(end)));
        }
        return new Place("life-" + tenant.id(), records);
    }

    /** A partition and a group's offset on it. */
    record Place(String group, TopicPartition records) {
        SourcePartition source() {
            return new SourcePartition("topic-id", records.partition());
        }
    }

    /** A process that has just started. */
    Life start(Place place, Clock clock, Crashes crashes) {
        return start(place, clock, crashes, Window.of(settings));
    }

    Life start(Place place, Clock clock, Crashes crashes, Window window) {
        var ports = new Ports(
                control,
                lakes,
                claims,
                events,
                crashes.around(parked),
                settings,
                MemoryBudget.of(settings),
                window,
                Traces.off(),
                clock);
        return new Life(place, new RecordsHandler(codec, ports), clock, crashes);
    }

    /** One process. */
    final class Life implements AutoCloseable {
        private final Place place;
        private final RecordsHandler handler;
        private final Clock clock;
        private final Crashes crashes;

        private Life(Place place, RecordsHandler handler, Clock clock, Crashes crashes) {
            this.place = place;
            this.handler = handler;
            this.clock = clock;
            this.crashes = crashes;
        }

        boolean isDue() throws InterruptedException {
            return handler.isDue(place.records().partition());
        }

        boolean drain() throws FencedException, InterruptedException {
            return drain(clock.instant().plusSeconds(240));
        }

        boolean drain(Instant deadline) throws FencedException, InterruptedException {
            try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(place.group())) {
                var messages = new FromGroup(consumer, place.records());
                return handler.drain(place.source(), crashes.around(messages), deadline);
            }
        }

        @Override
        public void close() {
            handler.close();
        }
    }

    private static final class FromGroup implements Messages {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final TopicPartition records;
        private final long end;
        private final DrainWork work = new DrainWork();
        private final SortedSet<Long> open = new TreeSet<>();

        FromGroup(KafkaConsumer<byte[], byte[]> consumer, TopicPartition records) {
            this.consumer = consumer;
            this.records = records;
            consumer.assign(List.of(records));
            consumer.seek(records, consumer.committed(Set.of(records)).get(records));
            this.end = consumer.endOffsets(Set.of(records)).getOrDefault(records, 0L);
        }

        /** Few at a time, so that a drain's limits count between them. */
        @Override
        public List<ConsumerRecord<byte[], byte[]>> next() {
            List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
            while (read.isEmpty() && consumer.position(records) < end) {
                consumer.poll(POLL).forEach(read::add);
            }
            read.forEach(message -> open.add(message.offset()));
            return read;
        }

        @Override
        public void done(List<ConsumerRecord<byte[], byte[]>> messages) {
            if (!messages.isEmpty()) {
                messages.forEach(message -> open.remove(message.offset()));
                consumer.commitSync(Map.of(
                        records, new OffsetAndMetadata(open.isEmpty() ? consumer.position(records) : open.first())));
            }
        }

        @Override
        public boolean goesOn() {
            return true;
        }

        @Override
        public DrainWork work() {
            return work;
        }
    }
}
