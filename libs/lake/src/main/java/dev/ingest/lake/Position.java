package dev.ingest.lake;

/** Where a message stands in Kafka. A topic is known by its id: a topic made anew under an old name is another one. */
public record Position(String topicId, int partition, long offset) {

    Offsets.Partition in() {
        return new Offsets.Partition(topicId, partition);
    }

    @Override
    public String toString() {
        return topicId + ":" + partition + "@" + offset;
    }
}
