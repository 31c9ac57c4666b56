package dev.ingest.contracts.event;

/**
 * Wakes a service: this partition has work. Losing one costs time (the scheduler's tick makes it good), never data.
 *
 * @param topic the topic that holds the work
 * @param partition its partition
 */
public record DrainPartition(String topic, int partition) implements Event {}
