package dev.ingest.local.sampleapi;

import dev.ingest.local.state.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** When the shop advanced, one time per line: enough to bring it back to where it was after a restart. */
final class History {
    private final Path file;

    History(Path file) {
        this.file = file;
    }

    /** Does again what was done before. */
    void replay(Shop shop) {
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> shop.advance(Instant.parse(line)));
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    void add(Instant time) {
        try {
            Files.writeString(file, time + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new LocalFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
