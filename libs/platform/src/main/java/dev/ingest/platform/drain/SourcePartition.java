package dev.ingest.platform.drain;

/**
 * A partition as progress is kept by: with the id that Kafka gave the topic, so that a topic made anew under an old name is
 * another one.
 *
 * @param topicId Kafka's topic id
 * @param partition its number
 */
public record SourcePartition(String topicId, int partition) {}
