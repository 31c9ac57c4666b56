package dev.ingest.writer.parked;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code ingest.parked}: what is put aside, in the partition that it had among the records. Its group's offset is a lower bound of
 * what still waits. For any thread.
 */
public interface ParkedLog {
    /** Puts a message at the end. Completes when every in-sync replica has it. */
    CompletionStage<@Nullable Void> add(Parked parked);

    /** Where the next message of a partition will be. */
    long end(int partition) throws InterruptedException;

    /** Up to where nothing of a partition waits any more; where its log begins, if that is further. */
    long bound(int partition) throws InterruptedException;

    /** Nothing before this place waits any more. */
    void moveTo(int partition, long bound) throws InterruptedException;

    /** Reads a partition from a place to another, which is not included. */
    Reader read(int partition, long from, long end);

    /** A message at its place; nothing if it is none of ours. */
    record At(long offset, Optional<Parked> parked) {}

    /** For one thread. */
    interface Reader extends AutoCloseable {
        /** The next ones, bounded in bytes; empty at the end. */
        List<At> next();

        @Override
        void close();
    }
}
