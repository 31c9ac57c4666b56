package dev.ingest.writer.kafka;

import dev.ingest.contracts.Topics;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.KafkaClients;
import dev.ingest.platform.kafka.TopicNames;
import dev.ingest.writer.parked.Parked;
import dev.ingest.writer.parked.ParkedLog;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code ingest.parked} in Kafka, with the offsets of the writer's group. */
@Singleton
final class ParkedTopic implements ParkedLog {
    private static final Logger LOG = Logger.getLogger(ParkedTopic.class);
    private static final String GROUP = "writer";

    private final EventPublisher events;
    private final KafkaClients clients;
    private final TopicNames names;
    private final Admin admin;

    ParkedTopic(EventPublisher events, KafkaClients clients, TopicNames names, Admin admin) {
        this.events = events;
        this.clients = clients;
        this.names = names;
        this.admin = admin;
    }

    @Override
    public CompletionStage<@Nullable Void> add(Parked parked) {
        return events.parked(
                parked.source().partition(),
                parked.message().key(),
                parked.message().value(),
                ParkedHeaders.of(parked));
    }

    @Override
    public long end(int partition) throws InterruptedException {
        return offset(partition, OffsetSpec.latest());
    }

    @Override
    public long bound(int partition) throws InterruptedException {
        long start = offset(partition, OffsetSpec.earliest());
        OffsetAndMetadata committed = await(
                        admin.listConsumerGroupOffsets(names.group(GROUP)).partitionsToOffsetAndMetadata())
                .get(of(partition));
        if (committed != null && committed.offset() < start) {
            LOG.errorf(
                    "parked messages are lost, Kafka kept them no longer: partition=%d messages=%d",
                    partition, start - committed.offset());
        }
        return committed == null ? start : Math.max(start, committed.offset());
    }

    @Override
    public void moveTo(int partition, long bound) throws InterruptedException {
        var ignored = await(
                admin.alterConsumerGroupOffsets(names.group(GROUP), Map.of(of(partition), new OffsetAndMetadata(bound)))
                        .partitionResult(of(partition)));
    }

    @Override
    public Reader read(int partition, long from, long end) {
        return new ParkedReader(clients.consumer(GROUP), of(partition), names.topic(Topics.RECORDS), from, end);
    }

    private long offset(int partition, OffsetSpec at) throws InterruptedException {
        return await(admin.listOffsets(Map.of(of(partition), at)).partitionResult(of(partition)))
                .offset();
    }

    private TopicPartition of(int partition) {
        return new TopicPartition(names.topic(Topics.PARKED), partition);
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(Topics.PARKED + " cannot be looked at", failure.getCause());
        }
    }
}
