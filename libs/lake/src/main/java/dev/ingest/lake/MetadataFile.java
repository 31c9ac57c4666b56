package dev.ingest.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.ingest.egress.ForbiddenAddressException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.util.JsonUtil;
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
    private static final String PACKED_NAME_END = ".gz.metadata.json";
    private static final String FORMAT_VERSION = "format-version";

    /** What Iceberg reads. */
    private static final int FORMAT_VERSION_MAX = 4;

    /** The file itself, unless it is one of these. */
    static InputFile of(InputFile file) {
        return file.location().endsWith(NAME_END) ? new MetadataFile(file) : file;
    }

    /**
     * @throws NotFoundException when it is gone
     * @throws AccessRefusedException when whoever opens it is refused
     * @throws ReadFailure when the store fails
     * @throws LakeException when it is no table's metadata: nobody's waiting mends that
     */
    @Override
    public SeekableInputStream newStream() {
        Duration pause = PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                byte[] content = bytes();
                requireMetadata(content);
                return new InMemoryInputFile(location(), content).newStream();
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

    /** Iceberg repeats what it cannot parse as well, so what it would stumble over is looked for before. */
    private void requireMetadata(byte[] content) {
        OptionalInt version = OptionalInt.empty();
        try (JsonParser json = JsonUtil.factory().createParser(unpacked(content))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw unreadable("it is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean told = json.currentName().equals(FORMAT_VERSION);
                if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && told) {
                    version = OptionalInt.of(json.getIntValue());
                }
                json.skipChildren();
            }
        } catch (JsonProcessingException broken) {
            throw unreadable(broken.getOriginalMessage());
        } catch (IOException unpackable) {
            throw unreadable(unpackable.toString());
        }
        if (version.isEmpty()) {
            throw unreadable("it has no " + FORMAT_VERSION);
        }
        if (version.getAsInt() > FORMAT_VERSION_MAX) {
            throw unreadable("its %s is %d".formatted(FORMAT_VERSION, version.getAsInt()));
        }
    }

    private InputStream unpacked(byte[] content) throws IOException {
        var in = new ByteArrayInputStream(content);
        return location().endsWith(PACKED_NAME_END) ? new GZIPInputStream(in) : in;
    }

    private LakeException unreadable(String why) {
        return new LakeException("%s is no table's metadata: %s (expected: JSON with a %s of at most %d)"
                .formatted(location(), why, FORMAT_VERSION, FORMAT_VERSION_MAX));
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
