package dev.ingest.local;

import dev.ingest.local.services.Orphans;
import dev.ingest.local.services.StartupCaches;
import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.Home;
import dev.ingest.local.state.HomeLock;
import dev.ingest.local.state.LocalFailure;
import dev.ingest.local.state.ProcessRecord;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops what runs, in order, and waits. */
final class Down {
    /** Five services that write their start-up caches on two cores need their time, once. */
    private static final int SECONDS_MAX = 300;

    private final Home home;
    private final Progress progress;

    Down(Home home, Progress progress) {
        this.home = home;
        this.progress = progress;
    }

    void run() throws Exception {
        Optional<ProcessHandle> stack = new ProcessRecord(home, Running.NAME).alive();
        if (stack.isPresent()) {
            if (StartupCaches.areDue(home.caches())) {
                progress.say("Stopping; this once, start-up caches are written, which takes a minute");
            }
            progress.step("stopped", () -> stop(stack.get()));
            return;
        }
        if (!Files.isDirectory(home.running())) {
            progress.say("nothing runs");
            return;
        }
        HomeLock lock = HomeLock.acquire(home);
        try (lock) {
            var ended = Orphans.end(home);
            progress.say(
                    ended.isEmpty()
                            ? "nothing runs"
                            : "ended " + String.join(", ", ended) + ", left behind by a killed stack");
        }
    }

    private static ProcessHandle stop(ProcessHandle stack) throws Exception {
        stack.destroy();
        try {
            return stack.onExit().get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new LocalFailure(
                    "the stack (process %d) does not stop within %d s: see ./ingest logs stack"
                            .formatted(stack.pid(), SECONDS_MAX),
                    e);
        }
    }
}
