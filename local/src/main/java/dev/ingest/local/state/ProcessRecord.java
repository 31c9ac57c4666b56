package dev.ingest.local.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process a name belongs to: its id together with its start time, because ids are used again.
 * Written when a process starts, so that whoever comes after a crash finds it and ends exactly that one.
 */
public final class ProcessRecord {
    private final Path file;

    public ProcessRecord(Home home, String name) {
        this.file = home.running().resolve(name + ".pid");
    }

    /** Remembers this process. */
    public void write(ProcessHandle process) {
        try {
            OwnerOnly.write(file, process.pid() + " " + startOf(process));
        } catch (IOException e) {
            throw new LocalFailure("cannot note the process id in " + file + ": " + e.getMessage(), e);
        }
    }

    /** The process, if it is the one that was remembered and still lives. */
    public Optional<ProcessHandle> alive() {
        try {
            String[] words = Files.readString(file).split(" ", 2);
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(ProcessHandle::isAlive)
                    // One that ended and whose parent has not looked yet has no program any more.
                    .filter(process -> process.info().command().isPresent())
                    .filter(process -> words[1].equals(startOf(process)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Forgets the process. */
    public void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LocalFailure("cannot remove " + file + ": " + e.getMessage(), e);
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
