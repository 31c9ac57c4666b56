package dev.ingest.lake;

import java.util.List;

/** Messages of one table in the order of the log. What becomes data files together. */
public record Batch(List<Message> messages) {

    /** Above this the rows would not fit in the memory of a small writer. */
    public static final int BYTES_MAX = 256 << 20;

    public Batch {
        messages = List.copyOf(messages);
        long bytes =
                messages.stream().mapToLong(message -> message.ndjson().length).sum();
        if (bytes > BYTES_MAX) {
            throw new IllegalArgumentException("batch of %d bytes in %d messages (expected: at most %d bytes)"
                    .formatted(bytes, messages.size(), BYTES_MAX));
        }
    }

    Batch beyond(Offsets applied) {
        return new Batch(messages.stream()
                .filter(message -> !applied.cover(message.position()))
                .toList());
    }
}
