package dev.ingest.writer.drain;

import dev.ingest.lake.Offsets;
import dev.ingest.platform.drain.SourcePartition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How large the records of successive commits were when they arrived, from the messages that they cover. */
final class ArrivedBytes {
    private final SourcePartition source;
    private final Deque<Incoming.Records> left;

    ArrivedBytes(SourcePartition source, List<Incoming.Records> messages) {
        this.source = source;
        this.left = new ArrayDeque<>(messages);
    }

    /** Bytes of the messages that this commit covers and those asked about before do not. */
    long upTo(Offsets commit) {
        long last = commit.of(source.topicId(), source.partition()).orElse(-1);
        long bytes = 0;
        while (!left.isEmpty() && left.getFirst().message().offset() <= last) {
            bytes += left.removeFirst().bytes();
        }
        return bytes;
    }
}
