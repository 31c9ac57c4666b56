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

/**
 * The server of a data folder, whoever started it: its first process writes its id into {@code postmaster.pid}.
 * An id there may be stale and belong to another program by now, so the program's name is looked at too.
 */
final class Leftover {
    private static final int FAST_SECONDS_MAX = 20;
    private static final int IMMEDIATE_SECONDS_MAX = 10;

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
