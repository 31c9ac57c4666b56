package dev.ingest.writer.drain;

import java.util.concurrent.Semaphore;

/**
 * How many bytes of records this process turns into rows at once. Whoever brings more waits, and its partition is read no further:
 * intake slows down instead of the process dying. A step alone always fits, whatever its size.
 */
final class MemoryBudget {
    private static final int UNIT = 1024;

    private final Semaphore room;
    private final int units;

    MemoryBudget(long bytesMax) {
        if (bytesMax < UNIT) {
            throw new IllegalArgumentException(
                    "ingest.writer.memory-bytes-max: %d (expected: at least %d)".formatted(bytesMax, UNIT));
        }
        this.units = Math.toIntExact(bytesMax / UNIT);
        // Fair: a large step must not wait for ever behind small ones.
        this.room = new Semaphore(units, true);
    }

    static MemoryBudget of(WriterSettings settings) {
        return new MemoryBudget(settings.memoryBytesMax().orElseGet(HeapShare.MERGES::bytes));
    }

    /** Room for some bytes, given back when it is closed. */
    Room take(long bytes) throws InterruptedException {
        int taken = (int) Math.min(units, bytes / UNIT + 1);
        room.acquire(taken);
        return () -> room.release(taken);
    }

    /** Taken room. */
    interface Room extends AutoCloseable {
        @Override
        void close();
    }
}
