package dev.ingest.scheduler.tick;

import dev.ingest.contracts.Topics;
import dev.ingest.contracts.event.DrainPartition;
import dev.ingest.platform.kafka.EventPublisher;
import dev.ingest.platform.kafka.TopicNames;
import dev.ingest.scheduler.run.RequestQueue;
import dev.ingest.scheduler.run.RequestQueue.Span;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Wakes partitions whose group is behind: a wakeup that was lost is made good here. Blocking. */
@Singleton
final class Lag {
    /** Who drains what, under which group. */
    private static final Map<String, String> GROUPS = Map.of(Topics.REQUESTS, "executor", Topics.RECORDS, "writer");

    private final Admin kafka;
    private final TopicNames names;
    private final EventPublisher publisher;
    private final TickSettings settings;
    private final Backlog backlog;

    Lag(Admin kafka, TopicNames names, EventPublisher publisher, TickSettings settings, Backlog backlog) {
        this.kafka = kafka;
        this.names = names;
        this.publisher = publisher;
        this.settings = settings;
        this.backlog = backlog;
    }

    /** How many partitions were woken. */
    int wake() throws ExecutionException, InterruptedException, TimeoutException {
        List<DrainPartition> wakeups = new ArrayList<>();
        for (Map.Entry<String, String> group : GROUPS.entrySet()) {
            wakeups.addAll(lagging(group.getKey(), group.getValue()));
        }
        // What is parked waits for the writer to try again, on the partition that it was on among the records.
        lagging(Topics.PARKED, "writer")
                .forEach(parked -> wakeups.add(new DrainPartition(Topics.RECORDS, parked.partition())));
        wakeups.forEach(publisher::wake);
        return wakeups.size();
    }

    /** How far the executor has come. */
    RequestQueue requests() throws ExecutionException, InterruptedException, TimeoutException {
        return new RequestQueue(spans(Topics.REQUESTS, "executor"));
    }

    private List<DrainPartition> lagging(String topic, String group)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<Integer, Span> spans = spans(topic, group);
        backlog.lag(
                topic,
                spans.values().stream()
                        .mapToLong(span -> Math.max(0, span.end() - span.next()))
                        .sum());
        return spans.entrySet().stream()
                .filter(partition ->
                        partition.getValue().next() < partition.getValue().end())
                .map(partition -> new DrainPartition(topic, partition.getKey()))
                .toList();
    }

    private Map<Integer, Span> spans(String topic, String group)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartition> partitions = partitions(names.topic(topic));
        Map<TopicPartition, OffsetAndMetadata> reached =
                await(kafka.listConsumerGroupOffsets(names.group(group)).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<Integer, Span> spans = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata known = reached.get(partition);
            // nothing committed: the group starts at the log's start
            long next = known == null ? starts.getOrDefault(partition, 0L) : known.offset();
            spans.put(partition.partition(), new Span(next, ends.getOrDefault(partition, 0L)));
        }
        return spans;
    }

    private List<TopicPartition> partitions(String topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        return await(kafka.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec at)
            throws ExecutionException, InterruptedException, TimeoutException {
        var asked = partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> at));
        return await(kafka.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, offset -> offset.getValue().offset()));
    }

    private <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(settings.lagMax().toMillis(), TimeUnit.MILLISECONDS);
    }
}
