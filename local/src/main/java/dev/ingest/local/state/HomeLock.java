package dev.ingest.local.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One stack per state folder. The system lets go of the lock when its holder dies, however it dies. */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws LocalFailure if another process holds it */
    public static HomeLock acquire(Home home) {
        Path file = home.folder().resolve("lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new LocalFailure(
                        "already running in " + home.folder() + ": see ./ingest status, or ./ingest down first");
            }
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new LocalFailure("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether a stack runs in this state folder now. */
    public static boolean isHeld(Home home) {
        Path file = home.folder().resolve("lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LocalFailure("cannot let go of the lock: " + e.getMessage(), e);
        }
    }
}
