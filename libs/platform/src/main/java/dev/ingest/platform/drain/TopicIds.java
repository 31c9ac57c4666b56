package dev.ingest.platform.drain;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Kafka's ids of topics. An id is asked for once per process: a topic is never deleted and made anew under us. */
@Singleton
public final class TopicIds {
    private final Admin admin;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    TopicIds(Admin admin) {
        this.admin = admin;
    }

    String of(String topic) throws InterruptedException {
        String id = known.get(topic);
        if (id == null) {
            id = ask(topic);
            known.put(topic, id);
        }
        return id;
    }

    private String ask(String topic) throws InterruptedException {
        try {
            var answer = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
            return Objects.requireNonNull(answer, topic).get().topicId().toString();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("topic %s cannot be described".formatted(topic), failure.getCause());
        }
    }
}
