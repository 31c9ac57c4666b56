package dev.ingest.local.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The state folder. Everything that is to survive a restart is under it, and nothing else is. */
public record Home(Path folder) {
    /** Below this a commit or a broker segment may fail half way, so we refuse to start. */
    static final long FREE_BYTES_MIN = 1L << 30;

    public Home {
        folder = folder.toAbsolutePath().normalize();
    }

    public Path kafka() {
        return folder.resolve("kafka");
    }

    public Path postgres() {
        return folder.resolve("postgres");
    }

    public Path objects() {
        return folder.resolve("objects");
    }

    /** What the sample API went through. */
    public Path sampleApi() {
        return folder.resolve("sample-api");
    }

    /** The page that asks whoever signs in who they are. */
    public Path signInPage() {
        return running().resolve("sign-in.html");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    /** Who runs: process ids and the addresses of the running stack. */
    public Path running() {
        return folder.resolve("running");
    }

    /** Start-up caches, one per service jar. */
    public Path caches() {
        return folder.resolve("caches");
    }

    /** Generated passwords and keys, readable by their owner only. */
    public Path keys() {
        return folder.resolve("keys");
    }

    /**
     * Makes the folder if need be.
     *
     * @throws LocalFailure if it cannot be written or the disk is nearly full
     */
    public void prepare() {
        prepare(FREE_BYTES_MIN);
    }

    void prepare(long freeBytesMin) {
        try {
            Files.createDirectories(folder);
            for (Path each : new Path[] {logs(), running(), caches()}) {
                Files.createDirectories(each);
            }
            OwnerOnly.createFolder(keys());
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < freeBytesMin) {
                throw new LocalFailure("disk too full: %d MiB free under %s, at least %d MiB needed"
                        .formatted(free >> 20, folder, freeBytesMin >> 20));
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot write the state folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Reads a small text file under this folder. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
