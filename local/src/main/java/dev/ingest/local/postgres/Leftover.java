package dev.ingest.local.postgres;

import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The server of a data folder, whoever started it: its first process writes its id into {@code postmaster.pid}.
 * An id there may be stale and belong to another program by now, so the program's name is looked at too.
 */
final class Leftover {
    private static final int FAST_SECONDS_MAX = 20;
    private static final int IMMEDIATE_SECONDS_MAX = 10;
    private static final int POLL_MILLIS = 25;

    private Leftover() {}

    /** Ends the server of this data folder: first politely, then at once (it recovers from its log). Returns whether one ran. */
    static boolean end(Path data) throws IOException, InterruptedException {
        Optional<ProcessHandle> server = running(data);
        if (server.isEmpty()) {
            return false;
        }
        if (ended(server.get(), "INT", FAST_SECONDS_MAX) || ended(server.get(), "QUIT", IMMEDIATE_SECONDS_MAX)) {
            return true;
        }
        throw new LocalFailure("PostgreSQL (process %d) of %s does not end: end it by hand"
                .formatted(server.get().pid(), data));
    }

    /**
     * Takes away the note of a server that is gone. PostgreSQL itself would refuse to start as long as any process has that id: a
     * dead one that nobody has buried yet, or another program. Its own back ends, which work in the folder, have to be gone first.
     */
    static void forgetDead(Path data) throws IOException, InterruptedException {
        Path note = data.resolve("postmaster.pid");
        if (!Files.exists(note) || running(data).isPresent()) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FAST_SECONDS_MAX);
        while (worksIn(data)) {
            if (System.nanoTime() > end) {
                throw new LocalFailure("processes of a dead PostgreSQL still work in " + data + ": end them by hand");
            }
            Thread.sleep(POLL_MILLIS);
        }
        Files.deleteIfExists(note);
    }

    private static boolean worksIn(Path data) throws IOException {
        Path folder = data.toRealPath();
        return ProcessHandle.allProcesses().anyMatch(process -> folder.equals(workingFolder(process.pid())));
    }

    private static @Nullable Path workingFolder(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
        } catch (IOException | UnsupportedOperationException goneOrNotOurs) {
            return null;
        }
    }

    /** The server of this data folder, if one runs. */
    static Optional<ProcessHandle> running(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(ProcessHandle::isAlive)
                // Not the end of the path: a program that was removed while it runs is marked there.
                .filter(process -> process.info().command().orElse("").contains("/bin/postgres"));
    }

    private static boolean ended(ProcessHandle server, String signal, int secondsMax)
            throws IOException, InterruptedException {
        // The shell's own kill: a bare system has no other.
        String command = "kill -%s %d".formatted(signal, server.pid());
        int exit = new ProcessBuilder("sh", "-c", command).start().waitFor();
        if (exit != 0 && server.isAlive()) {
            throw new LocalFailure("no permission to end PostgreSQL (process " + server.pid() + ")");
        }
        try {
            var _ = server.onExit().get(secondsMax, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
    }
}
