package dev.ingest.lake;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last applied offset of each Kafka partition: that one included. */
public record Offsets(Map<Partition, Long> last) {

    /** A partition of a topic. */
    public record Partition(String topicId, int partition) {}

    public Offsets {
        last = Map.copyOf(last);
    }

    public static Offsets none() {
        return new Offsets(Map.of());
    }

    public static Offsets of(String topicId, int partition, long offset) {
        return new Offsets(Map.of(new Partition(topicId, partition), offset));
    }

    public static Offsets of(Position position) {
        return of(position.topicId(), position.partition(), position.offset());
    }

    /** Those of messages of any order that are all applied. */
    public static Offsets of(Stream<Position> positions) {
        return new Offsets(positions.collect(Collectors.toMap(Position::in, Position::offset, Math::max)));
    }

    /** The last applied offset of a partition; empty when none of it was applied. */
    public OptionalLong of(String topicId, int partition) {
        Long offset = last.get(new Partition(topicId, partition));
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /** Whether the message at that position was applied. */
    public boolean cover(Position position) {
        Long offset = last.get(position.in());
        return offset != null && position.offset() <= offset;
    }

    /** Whether everything that {@code other} covers is covered. */
    public boolean cover(Offsets other) {
        return other.last.entrySet().stream()
                .allMatch(entry -> last.getOrDefault(entry.getKey(), Long.MIN_VALUE) >= entry.getValue());
    }

    /** The further of both, partition by partition. */
    public Offsets max(Offsets other) {
        var merged = new java.util.HashMap<>(last);
        other.last.forEach((partition, offset) -> merged.merge(partition, offset, Math::max));
        return new Offsets(merged);
    }

    /** Whether both say the same of every partition that {@code scope} names. */
    boolean agree(Offsets other, Offsets scope) {
        return scope.last.keySet().stream()
                .allMatch(partition -> java.util.Objects.equals(last.get(partition), other.last.get(partition)));
    }

    @Override
    public String toString() {
        return new TreeMap<>(last.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().topicId() + ":"
                                        + entry.getKey().partition(),
                                Map.Entry::getValue)))
                .toString();
    }
}
