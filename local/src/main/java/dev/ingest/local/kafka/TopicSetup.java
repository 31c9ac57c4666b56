package dev.ingest.local.kafka;

import dev.ingest.contracts.Topics;
import dev.ingest.local.state.LocalFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the product. A topic's partition count never changes: growing means a new topic. */
public final class TopicSetup {
    private static final int CALL_SECONDS_MAX = 30;
    private static final int POLL_MILLIS = 20;

    /** Longer than any outage we plan for: a record that is gone before it was read is lost. */
    private static final String KEEP_WORK = String.valueOf(Duration.ofDays(14).toMillis());

    private static final Map<String, String> WORK = Map.of("retention.ms", KEEP_WORK);
    private static final Map<String, String> WAKEUPS =
            Map.of("retention.ms", String.valueOf(Duration.ofHours(1).toMillis()));
    private static final Map<String, String> LATEST = Map.of("cleanup.policy", "compact");

    private record Topic(String name, int partitions, Map<String, String> settings) {}

    // A wakeup topic has as many partitions as the topic it wakes.
    private static final List<Topic> ALL = List.of(
            new Topic(Topics.REQUESTS, 4, WORK),
            new Topic(Topics.RECORDS, 4, WORK),
            new Topic(Topics.WAKEUPS_EXECUTOR, 4, WAKEUPS),
            new Topic(Topics.WAKEUPS_WRITER, 4, WAKEUPS),
            new Topic(Topics.BUDGETS, 1, LATEST),
            new Topic(Topics.PARKED, 4, WORK),
            new Topic(Topics.FACTS, 4, WORK),
            new Topic(Topics.USAGE, 1, WORK),
            new Topic(Topics.BILLING, 1, WORK));

    private TopicSetup() {}

    /** Creates those that are missing. {@code prefix} goes before each name: empty, or what keeps one test from another. */
    public static void ensure(String bootstrapServers, String prefix) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            var existing = admin.listTopics().names().get(CALL_SECONDS_MAX, TimeUnit.SECONDS);
            var missing = ALL.stream()
                    .map(topic ->
                            new NewTopic(prefix + topic.name, topic.partitions, (short) 1).configs(topic.settings))
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get(CALL_SECONDS_MAX, TimeUnit.SECONDS);
            awaitKnown(admin, missing.stream().map(NewTopic::name).toList());
        } catch (ExecutionException | TimeoutException e) {
            throw new LocalFailure("cannot create the topics at " + bootstrapServers + ": " + e.getMessage(), e);
        }
    }

    /** The controller says yes before the broker knows; a client that is faster would be told there is no such topic. */
    private static void awaitKnown(Admin admin, List<String> names)
            throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALL_SECONDS_MAX);
        while (!admin.listTopics()
                .names()
                .get(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                .containsAll(names)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the broker does not learn of new topics: " + names);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
