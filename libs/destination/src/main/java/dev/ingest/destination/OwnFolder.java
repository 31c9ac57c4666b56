package dev.ingest.destination;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder on local disk that is this process' own: its name says whose it is, so that others' are deleted when they are gone. */
final class OwnFolder {
    private static final String PREFIX = "ingest-keys-";

    private OwnFolder() {}

    /** Its path, where nothing is; what processes that ended have left beside it is deleted. */
    static Path in(Path parent) {
        try {
            if (Files.isDirectory(parent)) {
                for (Path other : others(parent)) {
                    delete(other);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through " + parent, e);
        }
        return parent.resolve(PREFIX + ProcessHandle.current().pid());
    }

    /** Of processes that are no more; one of this process' own number was theirs. */
    private static List<Path> others(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> entry.getFileName().toString().matches(PREFIX + "\\d{1,10}"))
                    .filter(entry ->
                            isGone(Long.parseLong(entry.getFileName().toString().substring(PREFIX.length()))))
                    .toList();
        }
    }

    private static boolean isGone(long process) {
        return process == ProcessHandle.current().pid()
                || ProcessHandle.of(process).isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
