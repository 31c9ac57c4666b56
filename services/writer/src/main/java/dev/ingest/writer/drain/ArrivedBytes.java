package dev.ingest.writer.drain;

import dev.ingest.lake.Offsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How large the records of successive commits were when they arrived, from the messages that they cover. */
final class ArrivedBytes {
    private final Deque<Incoming.Records> left;

    ArrivedBytes(List<Incoming.Records> messages) {
        this.left = new ArrayDeque<>(messages);
    }

    /** Bytes of the messages that this commit covers and those asked about before do not. */
    long upTo(Offsets commit) {
        long bytes = 0;
        while (!left.isEmpty() && commit.cover(left.getFirst().position())) {
            bytes += left.removeFirst().bytes();
        }
        return bytes;
    }
}
