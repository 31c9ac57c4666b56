package dev.ingest.platform.kafka;

/**
 * Where a message is in its topic.
 *
 * @param partition its partition
 * @param offset its offset there
 */
public record Sent(int partition, long offset) {}
