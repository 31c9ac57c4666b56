package dev.ingest.writer.drain;

import java.util.concurrent.atomic.AtomicLong;

/** What a process holds of messages whose tables have not had their turn, for all partitions that it drains. For any thread. */
final class Window {
    /** Of the whole, what one table may hold: those behind it have room. */
    private static final int SHARES = 2;

    private final long bytesMax;
    private final AtomicLong held = new AtomicLong();

    Window(long bytesMax) {
        if (bytesMax < SHARES) {
            throw new IllegalArgumentException(
                    "ingest.writer.window-bytes-max: %d (expected: at least %d)".formatted(bytesMax, SHARES));
        }
        this.bytesMax = bytesMax;
    }

    static Window of(WriterSettings settings) {
        return new Window(settings.windowBytesMax().orElseGet(HeapShare.WINDOW::bytes));
    }

    boolean hasRoom() {
        return held.get() < bytesMax;
    }

    void hold(long bytes) {
        held.addAndGet(bytes);
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Most bytes that one table holds; one message more may be over it. */
    long tableMax() {
        return bytesMax / SHARES;
    }

    /** Most bytes that a drain passes over, and has to read again. */
    long passedMax() {
        return bytesMax;
    }
}
