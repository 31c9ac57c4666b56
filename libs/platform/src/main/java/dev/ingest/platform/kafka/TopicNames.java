package dev.ingest.platform.kafka;

import jakarta.inject.Singleton;

/** Topics and groups as they are called here: with the prefix that keeps test classes apart. */
@Singleton
public final class TopicNames {
    private final String prefix;

    TopicNames(KafkaSettings settings) {
        this.prefix = settings.topicPrefix().orElse("");
    }

    /** The name of a topic of {@link dev.ingest.contracts.Topics}. */
    public String topic(String topic) {
        return prefix + topic;
    }

    /** The name of a consumer group. */
    public String group(String group) {
        return prefix + group;
    }
}
