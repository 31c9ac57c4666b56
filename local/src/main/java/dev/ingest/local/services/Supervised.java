package dev.ingest.local.services;

import dev.ingest.local.stack.Progress;
import dev.ingest.local.state.LocalFailure;
import dev.ingest.local.state.ProcessRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One service under watch.
 *
 * <pre>
 *   down ──start──▶ running ──dies──▶ waiting ──▶ running
 *    ▲                │                  │
 *    └──stop, kill────┘                  └──too often──▶ given up (down)
 * </pre>
 *
 * <p>A single thread starts the process, copies its output and waits for its end, so that the system can tie the process's
 * life to that thread's.
 */
final class Supervised {
    private static final int STOP_SECONDS_MAX = 180;

    private final Service service;
    private final Program program;
    private final Map<String, String> environment;
    private final ProcessRecord record;
    private final RotatingLog log;
    private final Progress progress;
    private volatile boolean wanted;
    private volatile boolean givenUp;
    private volatile @Nullable Process process;
    private @Nullable Thread watcher;

    Supervised(
            Service service,
            Program program,
            Map<String, String> environment,
            ProcessRecord record,
            RotatingLog log,
            Progress progress) {
        this.service = service;
        this.program = program;
        this.environment = environment;
        this.record = record;
        this.log = log;
        this.progress = progress;
    }

    Service service() {
        return service;
    }

    /** Starts it; see {@link Readiness} for when it answers. */
    synchronized void start() {
        if (wanted) {
            throw new IllegalStateException(service.label() + " runs already");
        }
        // Looked up here, so that the caller hears of a service that is not built.
        var command = program.command();
        wanted = true;
        givenUp = false;
        watcher = Thread.ofPlatform().name("watch-" + service.label()).start(() -> watch(command));
    }

    /** Why it will not become ready any more. */
    Optional<String> givenUp() {
        return givenUp ? Optional.of(service.label() + " does not stay up: see " + log.file()) : Optional.empty();
    }

    /** Ends it politely, and hard when that takes too long. */
    void stop() throws InterruptedException {
        end(ProcessHandle::destroy);
    }

    /** Ends it as {@code kill -9} does. It stays down. */
    void kill() throws InterruptedException {
        end(ProcessHandle::destroyForcibly);
    }

    private synchronized void end(Consumer<ProcessHandle> how) throws InterruptedException {
        wanted = false;
        Process running = process;
        if (running != null) {
            // Through its handle: a Process closes the pipe, and its last words would be lost.
            how.accept(running.toHandle());
            if (!running.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                progress.say("  " + service.label() + " does not stop within " + STOP_SECONDS_MAX + " s: ended hard");
                running.destroyForcibly();
            }
        }
        Thread thread = watcher;
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }

    private void watch(List<String> first) {
        var builder = new ProcessBuilder(first).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var restarts = new Restarts(Clock.systemUTC());
        try {
            while (wanted) {
                int exit = runOnce(builder);
                if (wanted) {
                    pause(exit, restarts);
                    // The run that ended may have left a start-up cache.
                    builder.command(program.command());
                }
            }
        } catch (IOException | LocalFailure e) {
            giveUp("cannot be started or logged: " + e.getMessage());
        } catch (InterruptedException e) {
            // The only interrupt is ours, from end(): the watch is over.
            Thread.currentThread().interrupt();
        }
    }

    private int runOnce(ProcessBuilder builder) throws IOException, InterruptedException {
        Process started = builder.start();
        process = started;
        record.write(started.toHandle());
        if (!wanted) {
            started.destroyForcibly();
        }
        log.copy(started.getInputStream());
        int exit = started.waitFor();
        process = null;
        record.clear();
        return exit;
    }

    private void pause(int exit, Restarts restarts) throws InterruptedException {
        Optional<Duration> wait = restarts.died();
        if (wait.isEmpty()) {
            giveUp("ended %d times within a minute, last with code %d".formatted(Restarts.PER_MINUTE_MAX + 1, exit));
            return;
        }
        progress.say("  %s ended with code %d: starts again in %d ms"
                .formatted(service.label(), exit, wait.get().toMillis()));
        Thread.sleep(wait.get());
    }

    private void giveUp(String reason) {
        wanted = false;
        givenUp = true;
        progress.say("  %s %s: it stays down, see %s".formatted(service.label(), reason, log.file()));
    }

    /** For callers that cannot go on without it. */
    LocalFailure failure() {
        return new LocalFailure(service.label() + " is not ready: see " + log.file());
    }
}
