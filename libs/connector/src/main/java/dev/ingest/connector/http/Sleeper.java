package dev.ingest.connector.http;

import java.time.Duration;

/** Waits; tests move a clock instead. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
