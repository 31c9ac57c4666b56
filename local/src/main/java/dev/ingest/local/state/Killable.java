package dev.ingest.local.state;

import java.io.Closeable;

/** What runs in a process of its own. */
public interface Killable extends Closeable {
    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    void kill() throws InterruptedException;
}
