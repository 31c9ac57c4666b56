package dev.ingest.lake;

import dev.ingest.egress.ForbiddenAddressException;
import java.io.IOException;
import java.time.Duration;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * The file that says what a table is, read whole, and again where its store fails for a moment. Whatever it fails with in the end
 * is nothing that Iceberg repeats: a thread is held no longer than this says.
 */
record MetadataFile(InputFile file) implements InputFile {

    /** The store's client has repeated each of them by itself before. */
    static final int TRIES_MAX = 4;

    /** Before the second; each further one waits four times as long. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int PAUSE_GROWTH = 4;
    private static final String NAME_END = ".metadata.json";

    /** The file itself, unless it is one of these. */
    static InputFile of(InputFile file) {
        return file.location().endsWith(NAME_END) ? new MetadataFile(file) : file;
    }

    /**
     * @throws NotFoundException when it is gone
     * @throws AccessRefusedException when whoever opens it is refused
     * @throws ReadFailure when the store fails
     */
    @Override
    public SeekableInputStream newStream() {
        Duration pause = PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                return new InMemoryInputFile(location(), bytes()).newStream();
            } catch (NotFoundException | LakeException known) {
                throw known;
            } catch (ForbiddenAddressException forbidden) {
                throw new AccessRefusedException(location() + ": " + forbidden.getMessage(), forbidden);
            } catch (IOException | RuntimeException failure) {
                // a call that took all the time there is for it would take it again
                if (tries == TRIES_MAX || failure instanceof ApiCallTimeoutException) {
                    throw new ReadFailure("%s: %s".formatted(location(), failure.getMessage()), failure);
                }
                pause(pause);
                pause = pause.multipliedBy(PAUSE_GROWTH);
            }
        }
    }

    private byte[] bytes() throws IOException {
        try (SeekableInputStream in = file.newStream()) {
            return in.readAllBytes();
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ReadFailure(location() + ": interrupted between two tries", stop);
        }
    }

    @Override
    public long getLength() {
        return file.getLength();
    }

    @Override
    public String location() {
        return file.location();
    }

    @Override
    public boolean exists() {
        return file.exists();
    }
}
